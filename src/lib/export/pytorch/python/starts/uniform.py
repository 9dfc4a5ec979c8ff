def uniform(bound):
    """Uniform between -bound and bound."""
    return lambda count, inputs, random: np.array([bound * (2 * random.uniform() - 1) for _ in range(count)])
