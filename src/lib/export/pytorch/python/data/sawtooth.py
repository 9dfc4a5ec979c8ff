def sawtooth_function(compositions, train, test):
    """The tent map 1 - |2x - 1| on [0, 1], composed with itself: 2 ** compositions straight pieces."""

    def split(inputs):
        x = y = inputs.to(torch.float32).unsqueeze(1)
        for _ in range(compositions):
            y = 1 - (2 * y - 1).abs()
        return Split(x, y)

    def load(folder):
        ends_included = torch.arange(train, dtype=torch.float64) / (train - 1)
        middles = (torch.arange(test, dtype=torch.float64) + 0.5) / test
        return Data(split(ends_included), split(middles))

    return load
