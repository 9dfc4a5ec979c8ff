@dataclass(frozen=True)
class Machine:
    device: torch.device
    # Which part of each batch this process computes, of how many.
    share: tuple


class Diverged(Exception):
    pass


def optimizer_of(net, rate, options):
    """Weight decay on weight matrices and kernels alone."""
    learning = [value for value in net.parameters() if value.requires_grad]
    groups = [
        {"params": [value for value in learning if value.ndim > 1], "weight_decay": options.weight_decay},
        {"params": [value for value in learning if value.ndim == 1], "weight_decay": 0},
    ]
    if options.optimizer == "sgd":
        return torch.optim.SGD(groups, lr=rate, momentum=0.9, nesterov=True)
    return torch.optim.AdamW(groups, lr=rate)


def rising_and_falling(steps):
    """A factor on the learning rate: up in a line over the first twentieth of the steps, then down along a cosine to 0."""
    rising = max(steps // 20, 1)

    def factor(step):
        if step < rising:
            return (step + 1) / rising
        return (1 + math.cos(math.pi * (step - rising + 1) / (steps - rising + 1))) / 2

    return factor


def train(net, arm, data, rate, epochs, augment, options, machine, say):
    """
    Trains what is not frozen, and gives what was measured at the end of each epoch. Gradients and losses are averaged over the processes,
    so that many make the steps of one; but with --norms batch, processes on a CPU normalise each over its own share of a batch.
    """
    device, (_, processes) = machine.device, machine.share
    net, stepped = over_processes(net, device, processes)
    asked = batches(len(data.train), options.batch_size, epochs, options.seed, machine.share)
    optimizer = optimizer_of(net, rate, options)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rising_and_falling(len(asked)))
    # Gradients in 16 bits of IEEE 754 can fall below the smallest number; in those of bfloat16 they do not.
    half = torch.float16 if options.amp and not torch.cuda.is_bf16_supported() else torch.bfloat16
    scaler = grad_scaler(options.amp and half is torch.float16)
    change = changes(options.image_size, augment, options.ops, options.magnitude)
    history, losses, started = [], [], time.monotonic()
    # Random weights have no averages worth keeping.
    norms = options.norms if arm.transferred else "batch"
    set_modes(net, norms)
    for step, (images, labels, _) in enumerate(loader(data.train, change, asked, options, machine), start=1):
        optimizer.zero_grad()
        images, labels = images.to(device, non_blocking=True), labels.to(device, non_blocking=True)
        with torch.autocast(device.type, dtype=half, enabled=options.amp):
            logits = stepped(images)
        # Divided by the whole batch, and times the processes, over which the gradients are averaged.
        loss = F.cross_entropy(logits.float(), labels, reduction="sum") * processes / options.batch_size
        scaler.scale(loss).backward()
        losses.append(mean_over_processes(loss.detach(), processes))
        if not math.isfinite(losses[-1]):
            raise Diverged(f"the loss is not finite at a learning rate of {rate:g}, after {step - 1} updates")
        scaler.step(optimizer)
        scaler.update()
        schedule.step()
        if step % (len(asked) // epochs) == 0:
            seconds = time.monotonic() - started
            share_buffers(net, processes)
            taken, lost = answers(net, data.validation, options, machine)
            history.append(
                {
                    "trainLoss": sum(losses) / len(losses),
                    "validationLoss": sum(lost) / len(lost),
                    "validationRight": rightly(taken, data.validation),
                    "seconds": seconds,
                }
            )
            say(f"  epoch {len(history)}: {told(history[-1], data)}")
            losses = []
            set_modes(net, norms)
            # Measuring does not count as training.
            started = time.monotonic() - seconds
    return history


def grad_scaler(enabled):
    """Under the name that this version of PyTorch has for it."""
    if hasattr(torch.amp, "GradScaler"):
        return torch.amp.GradScaler("cuda", enabled=enabled)
    return torch.cuda.amp.GradScaler(enabled=enabled)


def share_buffers(net, processes):
    """Running averages of the first process: each has followed its own share of the batches since the last step."""
    if processes > 1:
        for buffer in net.buffers():
            distributed.broadcast(buffer, 0)


def told(epoch, data):
    right = 100 * epoch["validationRight"] / len(data.validation)
    return f"training loss {epoch['trainLoss']:.4f}, validation loss {epoch['validationLoss']:.4f}, {right:.1f} % right"


def answers(net, examples, options, machine):
    """For each image the class that the net takes it for, and its loss in nats; in evaluation mode."""
    (rank, processes), size = machine.share, options.batch_size
    own = [(place, 0) for place in range(rank, len(examples), processes)]
    asked = [own[start : start + size] for start in range(0, len(own), size)]
    taken = torch.zeros(len(examples), dtype=torch.long)
    lost = torch.zeros(len(examples), dtype=torch.double)
    net.eval()
    with torch.no_grad():
        for images, labels, places in loader(examples, middle(options.image_size), asked, options, machine):
            logits = net(images.to(machine.device)).cpu()
            taken[places] = logits.argmax(dim=1)
            lost[places] = F.cross_entropy(logits, labels, reduction="none").double()
    if processes > 1:
        taken, lost = taken.to(machine.device), lost.to(machine.device)
        # Zero but for what each process computed.
        distributed.all_reduce(taken)
        distributed.all_reduce(lost)
    return taken.tolist(), lost.tolist()


def rightly(taken, examples):
    return sum(own == label for own, label in zip(taken, examples.labels))
