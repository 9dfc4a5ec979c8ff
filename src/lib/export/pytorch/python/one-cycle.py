def one_cycle(steps, rise):
    """
    In straight lines from a 25th of the learning rate up to all of it, over this share of the steps, and down to next to nothing (Smith and
    Topin 2018).
    """

    def schedule(optimizer):
        tops = [group["lr"] for group in optimizer.param_groups]
        return torch.optim.lr_scheduler.OneCycleLR(
            optimizer, tops, total_steps=steps, pct_start=rise, anneal_strategy="linear", cycle_momentum=False
        )

    return schedule
