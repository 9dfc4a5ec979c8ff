def dense(inputs, outputs, weights, biases=zeros, rate=1):
    return at_rate(rate, starting(nn.Linear(inputs, outputs), {"weight": weights, "bias": biases}))


def conv(inputs, filters, size, weights, biases=None, stride=1, rate=1):
    """A convolution that keeps the sides, or with stride 2 halves them."""
    layer = nn.Conv2d(inputs, filters, size, stride, padding=size // 2, bias=biases is not None)
    return at_rate(rate, starting(layer, {"weight": weights, "bias": biases}))


def starting(layer, starts):
    """Notes at the layer what its parameters start from."""
    layer.starts = starts
    return layer


def at_rate(rate, layer):
    """Notes at its parameters a factor on their learning rate; 0 freezes them, weight decay included."""
    for parameter in layer.parameters():
        parameter.rate = rate
        parameter.requires_grad_(rate != 0)
    return layer


def global_average_pool():
    return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())


def repeated(times, layers):
    """The layers that the function `layers` makes, so many times in a row."""
    return [layer for _ in range(times) for layer in layers()]
