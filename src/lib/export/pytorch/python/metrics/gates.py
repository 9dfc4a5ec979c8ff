def openings(seen, **examples):
    """T = sigmoid(gate(x)) of each highway layer, [N, units] or [N, channels, H, W]."""
    return outputs_of(seen, [placed.layer.gate for placed in walk(seen.net) if hasattr(placed.layer, "gate")], **examples)


def of_units(gates):
    """The mean of each unit over the examples, and over the places of a map."""
    return [mean for values in gates for mean in values.transpose(0, 1).flatten(1).mean(dim=1).tolist()]


def gate_opening(seen):
    """The mean over all units, one number a highway layer."""
    return [values.mean().item() for values in openings(seen)]


def unit_gates(seen):
    return of_units(openings(seen))


def example_gates(seen):
    """The same for one example, the first of the class that the plan names."""
    wanted = seen.plan.look_at
    first = 0 if wanted is None else (seen.data.test.targets == wanted).nonzero()[0].item()
    return of_units(openings(seen, first=first, most=1))
