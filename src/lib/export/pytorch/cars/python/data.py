@dataclass(frozen=True)
class Examples:
    """Files of images, and what they show, as places in the list of classes."""

    paths: list
    labels: list

    def __len__(self):
        return len(self.paths)

    def chosen(self, places):
        return Examples([self.paths[place] for place in places], [self.labels[place] for place in places])


@dataclass(frozen=True)
class Data:
    classes: list
    # To train on, to choose by, and to report on.
    train: Examples
    validation: Examples
    test: Examples


def read_data(folder, validation, seed):
    """
    The folders of --data: train/CLASS/*.jpg and test/CLASS/*.jpg, or stanford_cars/ as torchvision.datasets.StanfordCars reads it. Of the
    training images of each class a share is set aside for validation, drawn by the seed: the data set has no such part of its own.
    """
    if not folder.is_dir():
        raise SystemExit(f"There is no folder {folder}. Name the folder of the images with --data. {WHERE_FROM}")
    read = of_torchvision if (folder / "stanford_cars").is_dir() else of_folders
    classes, given, test = read(folder)
    if len(classes) < 2:
        raise SystemExit(f"There is one class only in {folder}, {classes[0]}. A classifier needs two at least.")
    train, held = divided(classes, given, validation, seed)
    return Data(classes, given.chosen(train), given.chosen(held), test)


WHERE_FROM = (
    "It has to hold train/CLASS/*.jpg and test/CLASS/*.jpg, or the folder stanford_cars of torchvision. The address that the Stanford Cars"
    " were once fetched from is broken, and torchvision no longer downloads them: you have to bring the files."
)

SUFFIXES = {".jpg", ".jpeg", ".png", ".bmp", ".webp"}


def of_folders(folder):
    """Classes are the folders in train, in the order of their names; test has to have the same ones."""
    classes = folders_in(folder / "train")
    others = folders_in(folder / "test")
    if classes != others:
        odd = sorted(set(classes) ^ set(others))
        raise SystemExit(f"{folder}/train and {folder}/test differ in their classes: {listed(odd)}. Each class needs images in both.")
    return classes, images_in(folder / "train", classes), images_in(folder / "test", classes)


def folders_in(folder):
    if not folder.is_dir():
        raise SystemExit(f"There is no folder {folder}. {WHERE_FROM}")
    found = sorted(entry.name for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith("."))
    if not found:
        raise SystemExit(f"There is no folder of a class in {folder}. {WHERE_FROM}")
    return found


def images_in(folder, classes):
    paths, labels = [], []
    for label, name in enumerate(classes):
        files = sorted(path for path in (folder / name).rglob("*") if path.suffix.lower() in SUFFIXES and path.name[0] != ".")
        if not files:
            raise SystemExit(f"There is no image in {folder / name}: a class needs files that end in {', '.join(sorted(SUFFIXES))}.")
        paths += files
        labels += [label] * len(files)
    return Examples(paths, labels)


def of_torchvision(folder):
    """The files of the data set itself, in the places that torchvision.datasets.StanfordCars expects them."""
    try:
        from scipy.io import loadmat
    except ImportError:
        raise SystemExit("The lists of the Stanford Cars are MATLAB files: to read them, SciPy has to be installed.") from None
    base = folder / "stanford_cars"

    def read(file):
        if not file.is_file():
            raise SystemExit(f"There is no file {file}, which torchvision.datasets.StanfordCars would read too.")
        return loadmat(str(file), squeeze_me=True)

    def listed_in(file, images):
        annotations = read(base / file)["annotations"]
        # Classes are counted from 1 there.
        return Examples([base / images / str(one["fname"]) for one in annotations], [int(one["class"]) - 1 for one in annotations])

    classes = [str(name) for name in read(base / "devkit" / "cars_meta.mat")["class_names"]]
    train = listed_in("devkit/cars_train_annos.mat", "cars_train")
    return classes, train, listed_in("cars_test_annos_withlabels.mat", "cars_test")


def divided(classes, given, validation, seed):
    """Places to train on, and places for validation: of each class the same share, one at least on either side."""
    train, held = [], []
    for label, name in enumerate(classes):
        places = [place for place, own in enumerate(given.labels) if own == label]
        if len(places) < 2:
            raise SystemExit(f"The class {name} has {len(places)} image to train on; it needs two, one of them for validation.")
        Stream(seed, f"validation images of {name}").shuffle(places)
        count = min(max(round(validation * len(places)), 1), len(places) - 1)
        held += places[:count]
        train += places[count:]
    return sorted(train), sorted(held)


def listed(names):
    """The first few of them."""
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
