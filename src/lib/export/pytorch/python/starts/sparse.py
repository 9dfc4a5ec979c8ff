def sparse(connections, std):
    """So many inputs of each unit, drawn at random, have Gaussian weights, all others 0 (Martens 2010)."""

    def start(count, inputs, random):
        weights = np.zeros((inputs, count // inputs))
        order = list(range(inputs))
        for unit in range(count // inputs):
            random.shuffle(order)
            for chosen in order[:connections]:
                weights[chosen, unit] = std * random.gaussian()
        return weights.ravel()

    return start
