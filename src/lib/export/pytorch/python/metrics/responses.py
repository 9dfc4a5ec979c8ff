def block_responses(seen):
    """Standard deviation of F(x), one number a residual block, before `branch_scale`."""
    branches = [placed.layer.branch for placed in walk(seen.net) if hasattr(placed.layer, "shortcut")]
    return [deviation(values) for values in outputs_of(seen, branches)]


def layer_responses(seen):
    """
    Standard deviation of the output of each layer with weights but the last, after its normalisation and before its nonlinearity
    (He et al. 2016, Fig. 7).
    """
    layers, before = [], None
    for placed in walk(seen.net):
        if placed.beside:
            continue
        if is_norm(placed.layer) and kind_of(before) in ("dense", "conv"):
            layers[-1] = placed.layer
        elif kind_of(placed.layer) in ("dense", "conv") and not placed.last:
            layers.append(placed.layer)
        before = placed.layer
    return [deviation(values) for values in outputs_of(seen, layers)]
