def another_net(make_net, up_to):
    """
    From a net and its seed to the one that goes on: it takes over what the layers up to one have learnt, by its name in the book, weights and
    running statistics, and draws the others, by other random numbers than the first.
    """

    def go_on(net, seed):
        other = make_net()
        initialise(other, Stream(seed, "layers drawn anew").below(2**31))
        old, new = ([placed for placed in walk(each) if placed.top] for each in (net, other))
        end = next(place for place, placed in enumerate(new) if placed.name == up_to) + 1
        for learnt, placed in zip(old[:end], new):
            values = learnt.layer.state_dict()
            # A normalisation that is to be frozen does not count batches.
            placed.layer.load_state_dict({name: values[name] for name in placed.layer.state_dict()})
        return other

    return go_on
