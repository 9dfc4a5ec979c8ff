def activation_mean(seen):
    return of_activations(seen, lambda values: values.mean().item())


def activation_spread(seen):
    return of_activations(seen, deviation)


def quantile(values, share):
    """The greatest value that at most this share of the others lies below."""
    ordered = values.flatten().sort().values
    return ordered[math.floor(share * (len(ordered) - 1))].item()


def activation_low(seen):
    return of_activations(seen, lambda values: quantile(values, 0.02))


def activation_high(seen):
    return of_activations(seen, lambda values: quantile(values, 0.98))


def dead_units(seen):
    """Units that are 0 for each of the examples, in percent."""
    return of_activations(seen, lambda values: 100 * (values == 0).all(dim=0).double().mean().item())
