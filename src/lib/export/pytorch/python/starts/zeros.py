def zeros(count, inputs, random):
    return np.zeros(count)
