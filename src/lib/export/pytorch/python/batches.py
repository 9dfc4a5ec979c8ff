def batches(split, plan, seed):
    """Batches without end: each epoch goes through the examples in a new order, and leaves out those that fill no last batch."""
    count = len(split.inputs)
    size = count if plan.batch_size is None else plan.batch_size
    if size > count:
        raise SystemExit(f"A batch of {size} is larger than the training set of {count}. Choose a smaller one.")
    shifts = Stream(seed, "augmentation")
    change = plan.change and plan.change(split, Stream(seed, "RandAugment"))
    epoch = 0
    while True:
        order = list(range(count))
        if plan.batch_size is not None:
            Stream(seed, f"order of epoch {epoch}").shuffle(order)
        for start in range(0, count - size + 1, size):
            chosen = torch.tensor(order[start : start + size], device=split.inputs.device)
            inputs = split.inputs[chosen]
            if change is not None:
                inputs = change(inputs)
            yield augmented(inputs, shifts) if plan.augment else inputs, split.targets[chosen]
        epoch += 1


def augmented(images, random):
    """A crop at random after an eighth of the side in zeros on every side, turned over every second time."""
    count, _, height, width = images.shape
    margin = width // 8
    # Per image: how far down, how far to the right, and whether turned over.
    draws = [(random.below(2 * margin + 1), random.below(2 * margin + 1), random.below(2)) for _ in range(count)]
    down, right, turned = torch.tensor(draws, device=images.device).T.unsqueeze(2)
    rows = down + torch.arange(height, device=images.device)
    columns = torch.arange(width, device=images.device).expand(count, width)
    columns = right + torch.where(turned == 1, width - 1 - columns, columns)
    padded = F.pad(images, (margin,) * 4).permute(0, 2, 3, 1)
    image = torch.arange(count, device=images.device)[:, None, None]
    return padded[image, rows[:, :, None], columns[:, None, :]].permute(0, 3, 1, 2)
