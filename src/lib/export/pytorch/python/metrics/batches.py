def test_error_of_batches(seen):
    """In percent, of test batches as large as those of training, each normalised by its own statistics."""
    test = seen.data.test
    size = min(len(test.inputs), seen.plan.batch_size or len(seen.data.train.inputs))
    errors = []
    for first in range(0, len(test.inputs) - size + 1, size):
        (logits,) = outputs_of(seen, [seen.net], first=first, most=size, batch_statistics=True)
        errors.append((logits.argmax(dim=1) != test.targets[first : first + size]).double().mean().item())
    return 100 * sum(errors) / len(errors)


def loss_variation(seen):
    """
    Between the least and the greatest loss of the next batch along its gradient, at 1/2, 1, 2 and 4 steps of plain gradient descent, in the
    manner of Santurkar et al. 2018, Fig. 4a. The net is left as it was.
    """
    inputs, wanted = seen.batch
    state = {name: value.clone() for name, value in seen.net.state_dict().items()}
    tensors = [tensor for tensor in tensors_of(seen.net) if tensor.learns]
    seen.net.train()
    loss = losses(seen.net(inputs), wanted).mean()
    gradients = torch.autograd.grad(loss, [tensor.value for tensor in tensors])
    starts = [tensor.value.detach().clone() for tensor in tensors]
    found = []
    with torch.no_grad():
        for length in (0.5, 1, 2, 4):
            for tensor, start, gradient in zip(tensors, starts, gradients):
                rate = length * seen.plan.learning_rate * tensor.rate
                tensor.value.copy_(start - rate * gradient)
            found.append(losses(seen.net(inputs), wanted).mean().item())
    seen.net.load_state_dict(state)
    return max(found) - min(found)


def unit_input(seen):
    """
    The 15th, 50th and 85th percentile of what the first unit of the last activation function is given, over the first test examples, as
    many as a batch has and normalised as one (Ioffe and Szegedy 2015, Fig. 1b and c). A ReLU right behind a normalisation or a block
    counts as part of it.
    """
    layers = list(seen.net)
    own = [
        place
        for place, layer in enumerate(layers)
        if is_function(layer)
        and not (isinstance(layer, nn.ReLU) and (is_norm(layers[place - 1]) or hasattr(layers[place - 1], "shortcut")))
    ]
    size = min(LOOKED_AT, seen.plan.batch_size or len(seen.data.train.inputs))
    (given,) = outputs_of(seen, [layers[own[-1] - 1]], most=size, batch_statistics=True)
    return [quantile(given[:, 0], share) for share in (0.15, 0.5, 0.85)]
