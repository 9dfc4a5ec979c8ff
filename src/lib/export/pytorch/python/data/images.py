def image_data(name, train, test, side, scaling, targets, classes=None, per_class=None, frame=None):
    """
    The first images of MNIST or CIFAR-10, from torchvision, or from the book's own files where the folder holds these. `classes`: only
    those of these classes, of each the first `per_class` to train on; `frame`: digits as images of three channels and this side.
    """

    def load(folder):
        pixels = {}
        for split, count in (("train", train), ("test", test)):
            if (folder / f"{name}-{side}-{split}-00.bin").exists():
                pixels[split] = of_the_book(folder, f"{name}-{side}", split, count, side)
            else:
                pixels[split] = of_torchvision(folder, name, split, count, side)
        if classes is not None:
            pixels = {"train": of_classes(*pixels["train"], classes, per_class), "test": of_classes(*pixels["test"], classes)}
        if frame is not None:
            pixels = {split: (framed(digits, frame), labels) for split, (digits, labels) in pixels.items()}
        scale = (scaling if callable(scaling) else scalings[scaling])(pixels["train"][0])
        return Data(*(as_split(values, labels, targets, scale) for values, labels in pixels.values()))

    return load


def of_the_book(folder, name, split, count, side):
    """Files of 1,000 images each: gzip over the labels, then the pixels [1000, side, side, channels]."""
    labels, pixels = [], []
    for index in range(-(-count // 1000)):
        raw = np.frombuffer(gzip.decompress((folder / f"{name}-{split}-{index:02}.bin").read_bytes()), np.uint8)
        labels.append(raw[:1000])
        pixels.append(raw[1000:].reshape(1000, side, side, -1))
    return np.concatenate(pixels)[:count], np.concatenate(labels)[:count]


def of_torchvision(folder, name, split, count, side):
    """Fetched once, and kept in the folder."""
    import torchvision

    source = {"mnist": torchvision.datasets.MNIST, "cifar10": torchvision.datasets.CIFAR10}[name]
    first = not distributed.is_initialized() or distributed.get_rank() == 0
    if first:
        source(folder, train=split == "train", download=True)
    if distributed.is_initialized():
        distributed.barrier()
    found = source(folder, train=split == "train")
    pixels = np.asarray(found.data)[:count]
    pixels = pixels.reshape(*pixels.shape[:3], -1)
    if pixels.shape[1] == 2 * side:
        pixels = halved(pixels)
    return pixels, np.asarray(found.targets)[:count].astype(np.uint8)


def halved(pixels):
    """Each pixel is the mean of a square of four, rounded to the nearest integer, halves upwards."""
    count, side = len(pixels), pixels.shape[1] // 2
    sums = pixels.astype(np.uint16).reshape(count, side, 2, side, 2, -1).sum(axis=(2, 4))
    return ((sums + 2) >> 2).astype(np.uint8)


def of_classes(pixels, labels, classes, per_class=None):
    """In their order, with labels that count through `classes`; of each class the first so many, which there have to be."""
    places = np.full(256, -1)
    places[list(classes)] = range(len(classes))
    found = places[labels]
    for place, one in enumerate(classes):
        of_this = np.flatnonzero(found == place)
        if len(of_this) < (per_class or 1):
            raise SystemExit(f"Of class {one} there are {len(of_this)} among the first {len(labels)} images, not {per_class or 1}.")
        if per_class is not None:
            found[of_this[per_class:]] = -1
    return pixels[found >= 0], found[found >= 0].astype(np.uint8)


def framed(digits, side):
    """Each in the middle of a black square of 32 pixels, three times the same channel, and halved where the side is 16."""
    square = np.pad(digits, ((0, 0), (2, 2), (2, 2), (0, 0))).repeat(3, axis=3)
    return square if side == 32 else halved(square)


def unit_scaling(_):
    """Pixels / 255."""
    return lambda pixels: (pixels / 255).astype(np.float32)


def standard_scaling(training):
    """Mean and standard deviation of each channel of the training images removed."""
    channels = training.reshape(-1, training.shape[-1]).astype(np.float64)
    mean, deviation = channels.mean(axis=0), channels.std(axis=0)
    return lambda pixels: ((pixels - mean) / deviation).astype(np.float32)


def fixed_scaling(mean, deviation):
    """Given numbers, one a channel, removed: those of the images that a stored model was trained on."""
    return lambda _: lambda pixels: ((pixels - np.array(mean)) / np.array(deviation)).astype(np.float32)


scalings = {"unit": unit_scaling, "standard": standard_scaling}


def pixels_of(images):
    """One row an image, in the book's order, [H, W, C]."""
    return images.permute(0, 2, 3, 1).flatten(1)


def as_split(pixels, labels, targets, scale):
    inputs = torch.from_numpy(scale(pixels)).permute(0, 3, 1, 2).contiguous()
    return Split(inputs, pixels_of(inputs) if targets == "images" else torch.from_numpy(labels).long(), scale)
