def dense(inputs, outputs, weights, biases=zeros, rate=1.0):
    """A linear layer; `rate` is a factor on the learning rate of its weights and biases, 0 freezes them."""
    return starting(nn.Linear(inputs, outputs), {"weight": weights, "bias": biases}, rate)


def conv(inputs, filters, size, weights, biases=None, stride=1):
    """A convolution that keeps the sides, or with stride 2 halves them."""
    layer = nn.Conv2d(inputs, filters, size, stride, padding=size // 2, bias=biases is not None)
    return starting(layer, {"weight": weights, "bias": biases})


def starting(layer, starts, rate=1.0):
    """Notes at the layer what its parameters start from."""
    layer.starts, layer.rate = starts, rate
    return layer


def global_average_pool():
    return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())


def repeated(times, layers):
    """The layers that the function `layers` makes, so many times in a row."""
    return [layer for _ in range(times) for layer in layers()]
