def feature_reuse(seen):
    """
    Mean absolute weight that each layer of a dense block, and the layer behind the block, gives to the features of each source: the
    input of the block and its layers before (Huang et al. 2017, Fig. 5).
    """

    def first_weights(layers):
        pools = (nn.AvgPool2d, nn.Sequential)
        found = next((one for one in layers if not (is_norm(one) or is_function(one) or isinstance(one, pools))), None)
        return found if kind_of(found) in ("conv", "dense") else None

    def shares(layer, sizes):
        return [part.abs().double().mean().item() for part in layer.weight.detach().split(sizes, dim=1)]

    reuse, sizes = [], []
    layers = list(seen.net)
    for place, layer in enumerate(layers):
        if not is_concat(layer):
            continue
        reader = first_weights(layer.branch)
        if place == 0 or not is_concat(layers[place - 1]):
            sizes = [reader.weight.shape[1]]
        reuse += shares(reader, sizes)
        sizes = sizes + [features_of(layer)]
        if not is_concat(layers[place + 1]):
            behind = first_weights(layers[place + 1 :])
            reuse += shares(behind, sizes) if behind is not None else []
    return reuse


def features_of(block):
    """Features that a layer of a dense block adds."""
    return [layer for layer in block.branch if kind_of(layer) in ("conv", "dense")][-1].weight.shape[0]
