def normal(std):
    """Gaussian, with mean 0 and this standard deviation."""
    return lambda count, inputs, random: np.array([std * random.gaussian() for _ in range(count)])
