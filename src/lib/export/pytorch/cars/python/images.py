# Of ImageNet, one a channel: what the stored weights were trained with.
MEAN, DEVIATION = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]


def changes(size, augment, ops, magnitude):
    """For training: a part of the image, half of it at least, turned over every second time; with RandAugment (Cubuk et al. 2020), more."""
    steps = [transforms.RandomResizedCrop(size, scale=(0.5, 1)), transforms.RandomHorizontalFlip()]
    if augment == "randaugment":
        bilinear = transforms.InterpolationMode.BILINEAR
        steps.append(transforms.RandAugment(ops, magnitude, interpolation=bilinear, fill=[round(255 * mean) for mean in MEAN]))
    return transforms.Compose([*steps, transforms.ToTensor(), transforms.Normalize(MEAN, DEVIATION)])


def middle(size):
    """For measuring: the square in the middle, seven eighths of the shorter side wide, and nothing by chance."""
    steps = [transforms.Resize(round(size * 8 / 7)), transforms.CenterCrop(size)]
    return transforms.Compose([*steps, transforms.ToTensor(), transforms.Normalize(MEAN, DEVIATION)])


class Unreadable(Exception):
    pass


class Pictures(torch.utils.data.Dataset):
    """
    Images as the net takes them, asked for as (place, draw). What chance does to an image is decided by the draw alone, and thus the same
    in whichever process it is done, and beside however many others.
    """

    def __init__(self, examples, change):
        self.examples = examples
        self.change = change

    def __len__(self):
        return len(self.examples)

    def __getitem__(self, asked):
        place, draw = asked
        path = self.examples.paths[place]
        try:
            with Image.open(path) as file:
                image = file.convert("RGB")
        except OSError as error:
            raise Unreadable(f"{path} cannot be read as an image: {error}") from None
        with torch.random.fork_rng(devices=[]):
            torch.default_generator.manual_seed(draw)
            return self.change(image), self.examples.labels[place], place


def loader(examples, change, batches, options, machine):
    """Batches of (images, classes, places) as asked for, made by --workers processes beside this one."""
    pictures = Pictures(examples, change)
    is_pinned = machine.device.type == "cuda"
    return torch.utils.data.DataLoader(pictures, batch_sampler=batches, num_workers=options.workers, pin_memory=is_pinned)


def batches(count, size, epochs, seed, share):
    """
    This process's share of each batch, as pairs of image and draw. Each epoch goes through the images in a new order, and leaves out those
    that fill no last batch.
    """
    rank, processes = share
    shares = []
    for epoch in range(epochs):
        order = Stream(seed, f"order of epoch {epoch}").shuffle(list(range(count)))
        draws = Stream(seed, f"changes in epoch {epoch}")
        asked = [(place, draws.word()) for place in order]
        shares += [asked[start : start + size][rank::processes] for start in range(0, count - size + 1, size)]
    return shares
