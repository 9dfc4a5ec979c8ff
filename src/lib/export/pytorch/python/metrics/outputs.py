# Most test examples whose activations are looked at.
LOOKED_AT = 300


def outputs_of(seen, layers, first=0, most=LOOKED_AT, batch_statistics=False):
    """What layers give for test examples, with the running statistics, or with those of these examples as in a step of training."""
    kept = {}
    hooks = [
        layer.register_forward_hook(lambda _, __, output, place=place: kept.__setitem__(place, output.double()))
        for place, layer in enumerate(layers)
    ]
    state = {name: value.clone() for name, value in seen.net.state_dict().items()} if batch_statistics else None
    seen.net.train(batch_statistics)
    with torch.no_grad():
        seen.net(seen.data.test.inputs[first : first + most])
    for hook in hooks:
        hook.remove()
    if state is not None:
        # The running statistics followed these examples, which are none to learn from.
        seen.net.load_state_dict(state)
    return [kept[place] for place in range(len(layers))]


def deviation(values):
    return values.std(unbiased=False).item()


def activation_functions(net):
    """The activation functions on the way from the input to the logits; gates are left out."""
    return [
        placed.layer
        for placed in walk(net)
        if not placed.beside and (is_function(placed.layer) or kind_of(placed.layer) == "recurrent")
    ]


def of_activations(seen, summary):
    return [summary(values) for values in outputs_of(seen, activation_functions(seen.net))]
