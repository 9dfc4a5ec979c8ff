@dataclass
class Seen:
    """What a metric may look at: the net, and, once the gradients are known, this step's."""

    net: nn.Sequential
    data: Data
    plan: Plan
    # The next one to learn from.
    batch: tuple = ()
    loss: float = math.nan
    # Each with its tensor, before clipping; 0 of what is frozen.
    gradients: list = field(default_factory=list)
    norm: float = math.nan
    applied_norm: float = math.nan
    # The largest loss, and norm before clipping, since the last measurement of what costs time.
    peak_loss: float = -math.inf
    peak_norm: float = -math.inf


class Diverged(Exception):
    pass


def train(make_net, plan, data, seed, device, share, report=print, start=None):
    """
    Trains one net, and gives what was measured on the way, by metric. `start` gives the net stored values in place of drawn ones.

    `share` is the part of each batch that this process computes, (which, of how many): gradients and losses are averaged over all of
    them, so that many processes make the steps of one.
    """
    net = make_net()
    initialise(net, seed)
    if start is not None:
        start(net)
    rank, processes = share
    net, stepped, optimizer, schedule = prepared(net, plan, device, processes)
    log = Log()
    seen = Seen(net, data, plan)
    supply = batches(data.train, plan, seed)
    # Updates before the present net's first.
    before = 0
    for step in range(plan.steps + 1):
        is_end = step == plan.steps
        if plan.continued is not None and step == plan.continued[0]:
            net, stepped, optimizer, schedule = prepared(plan.continued[1](net, seed), plan, device, processes)
            seen.net, before = net, step
        moments = {"step"} | {"due" for _ in range(is_end or step % plan.measure_every == 0)}
        moments |= {"ends" for _ in range(is_end or step == 0)} | {"end" for _ in range(is_end)}
        is_frozen = plan.freeze_after is not None and step >= plan.freeze_after
        inputs, targets = next(supply)
        if is_frozen:
            inputs = 1 - inputs
        seen.batch = inputs, targets
        for name, (metric, when) in metrics_of_the_net().items():
            if when in moments:
                log.add(name, step, metric(seen))

        stepped.train()
        optimizer.zero_grad(set_to_none=False)
        # Divided by the whole batch, and times the processes, over which the gradients are averaged.
        loss = losses(stepped(inputs[rank::processes]), targets[rank::processes]).sum() * processes / len(inputs)
        loss.backward()
        seen.loss = mean_over_processes(loss.detach(), processes)
        tensors = tensors_of(net)
        gradients = [tensor.value.grad for tensor in tensors if tensor.learns]
        seen.gradients = [
            (tensor, tensor.value.grad.clone() if tensor.learns else torch.zeros_like(tensor.value)) for tensor in tensors
        ]
        seen.norm = total_norm([gradient for _, gradient in seen.gradients])
        if not math.isfinite(seen.loss) or not math.isfinite(seen.norm):
            raise Diverged(f"the loss or a gradient is not finite after {step} updates")
        if plan.clip is not None:
            clip(gradients, plan.clip)
        seen.applied_norm = total_norm(gradients)
        seen.peak_loss, seen.peak_norm = max(seen.peak_loss, seen.loss), max(seen.peak_norm, seen.norm)
        for name, (metric, when) in metrics_of_a_step().items():
            if when in moments:
                log.add(name, step, metric(seen))
        if "due" in moments:
            seen.peak_loss = seen.peak_norm = -math.inf
            report(f"  {step:6} updates  loss {seen.loss:.4f}")

        if not is_end and not is_frozen:
            if callable(plan.momentum):
                for group in optimizer.param_groups:
                    group["momentum"] = plan.momentum(step - before)
            optimizer.step()
            # Behind the last step of its cycle the rate stays as it is.
            if schedule is not None and step - before + 1 < schedule.total_steps:
                schedule.step()
            if step + 1 in plan.drop_after:
                for group in optimizer.param_groups:
                    group["lr"] *= plan.drop
    return log


def prepared(net, plan, device, processes):
    """The net where it is trained, what its steps go through, its optimizer, and what changes the learning rates of that."""
    net, stepped = over_processes(net, device, processes)
    optimizer = optimizer_of(net, plan)
    return net, stepped, optimizer, plan.schedule and plan.schedule(optimizer)


def over_processes(net, device, processes):
    """The net where it is trained, and what its steps go through: where there are many processes, gradients are averaged there."""
    net.to(device)
    stepped = net
    if processes > 1:
        if device.type == "cuda":
            net = stepped = nn.SyncBatchNorm.convert_sync_batchnorm(net)
        stepped = nn.parallel.DistributedDataParallel(net, device_ids=[device.index] if device.type == "cuda" else None)
    return net, stepped


def mean_over_processes(value, processes):
    if processes > 1:
        distributed.all_reduce(value)
    return value.item() / processes


class Log(dict):
    """Series by the name of their metric; those that jump as running means, as the book's claims read them."""

    def add(self, name, step, value):
        series = self.setdefault(name, {"x": [], "y": []})
        if isinstance(value, dict):
            # A series of its own, of which the last one counts.
            series.update(value)
            return
        factor = SMOOTHING.get(name, 0)
        if factor and series["y"]:
            value = factor * series["y"][-1] + (1 - factor) * value
        series["x"].append(step)
        series["y"].append(value)
