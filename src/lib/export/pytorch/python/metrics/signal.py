def signal_size(seen):
    """
    Root mean square of what each layer with weights, its normalisation and activation function included, or each block hands on, over
    the first test examples, as many as a batch has and normalised as one.
    """
    layers, is_open, before = [], False, None
    for placed in walk(seen.net):
        if not placed.top:
            continue
        layer = placed.layer
        follows_block = isinstance(layer, nn.ReLU) and before is not None and hasattr(before, "shortcut")
        if is_norm(layer) or is_function(layer):
            if is_open or follows_block:
                layers[-1] = layer
        elif is_weights(layer) or is_block(layer):
            if not placed.last:
                layers.append(layer)
            is_open = is_weights(layer)
        before = layer
    size = seen.plan.batch_size or len(seen.data.train.inputs)
    outputs = outputs_of(seen, layers, most=min(LOOKED_AT, size), batch_statistics=True)
    return [values.square().mean().sqrt().item() for values in outputs]
