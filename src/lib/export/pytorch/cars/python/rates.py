def chosen_rate(arm, data, augment, options, machine, say):
    """
    The learning rate with the most validation images right, at an equal number with the lower validation loss, and all that were tried:
    for each arm as many, over two powers of ten. The test images have no part in it.
    """
    trials = []
    for factor in RATE_FACTORS:
        rate = arm.rate * factor
        say(f"  trying a learning rate of {rate:.2g}")
        net = make_net(arm, len(data.classes), options)
        try:
            last = train(net, arm, data, rate, options.tune_epochs, augment, options, machine, lambda _: None)[-1]
        except Diverged as end:
            say(f"    stopped: {end}")
            trials.append({"rate": rate, "right": 0, "loss": None})
            continue
        say(f"    {told(last, data)}")
        trials.append({"rate": rate, "right": last["validationRight"], "loss": last["validationLoss"]})
    best = best_of(trials)
    if best in (trials[0], trials[-1]):
        say(f"  The best rate, {best['rate']:.2g}, is at the edge of those tried: a better one may lie beyond it.")
    return best["rate"], trials


def best_of(trials):
    finished = [trial for trial in trials if trial["loss"] is not None]
    if not finished:
        raise Diverged("no learning rate of those tried led anywhere")
    return max(finished, key=lambda trial: (trial["right"], -trial["loss"]))
