def logits_of(net, inputs):
    """In evaluation mode, some examples at a time."""
    net.eval()
    with torch.no_grad():
        return torch.cat([net(part) for part in inputs.split(500)])


def test_error(seen):
    """In percent."""
    test = seen.data.test
    wrong = logits_of(seen.net, test.inputs).argmax(dim=1) != test.targets
    return 100 * wrong.double().mean().item()


def test_loss(seen):
    test = seen.data.test
    return losses(logits_of(seen.net, test.inputs), test.targets).double().mean().item()


def predictions(seen):
    """What the net gives for the inputs of the test set."""
    inputs = seen.data.test.inputs
    return {"x": inputs.flatten().tolist(), "y": logits_of(seen.net, inputs).flatten().tolist()}


def wanted_outputs(seen):
    """What it should give."""
    test = seen.data.test
    return {"x": test.inputs.flatten().tolist(), "y": test.targets.flatten().tolist()}
