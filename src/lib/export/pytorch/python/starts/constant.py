def constant(value):
    return lambda count, inputs, random: np.full(count, value)
