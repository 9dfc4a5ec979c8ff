"""
Puts the script of the exercise to the test in one process, since loading PyTorch takes longer than a step here.

    python3 cars-driver.py SCRIPT.py JOB RESULT.json

JOB is a folder with "data" in it, three classes of made images, and gets what the script writes.
"""

import importlib.util
import io
import json
import sys
import types
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import torch
from torch import nn

torch.set_num_threads(1)

script_file, job, result_file = map(Path, sys.argv[1:])
spec = importlib.util.spec_from_file_location("stanford_cars", script_file)
script = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = script
spec.loader.exec_module(script)

SMALL = ["--weights", "random", "--image-size", "32", "--batch-size", "6", "--epochs", "1", "--scratch-epochs", "1"]
SMALL += ["--validation", "0.25", "--cpu", "--workers", "0", "--pictures", "1"]


def ran(*arguments, data="data"):
    """The report of a run, and what it printed."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        report = script.main([*SMALL, "--data", str(job / data), *map(str, arguments)])
    return report, printed.getvalue()


def refusal(*arguments, data="data"):
    """What it says as it ends."""
    printed = io.StringIO()
    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(printed):
            script.main([*SMALL, "--out", str(job / "refused"), "--data", str(job / data), *map(str, arguments)])
    except SystemExit as end:
        return printed.getvalue().strip().split("\n")[-1] if end.code == 2 else str(end.code)
    return "nothing"


def values(net):
    return {name: value.clone() for name, value in net.state_dict().items() if not name.endswith("num_batches_tracked")}


def moved(name, *arguments):
    """What one arm changes: parameters and running averages by stage, and the learning rates it was given."""
    options = script.parsed([*SMALL, "--data", str(job / "data"), *arguments])
    data = script.read_data(options.data, options.validation, options.seed)
    arm = script.ARMS[name]
    net = script.make_net(arm, 3, options)
    before, given = values(net), []
    make = script.optimizer_of

    def noted(*asked):
        given.append(make(*asked))
        return given[0]

    script.optimizer_of = noted
    try:
        script.train(net, arm, data, arm.rate, 1, "plain", options, script.Machine(torch.device("cpu"), (0, 1)), lambda _: None)
    finally:
        script.optimizer_of = make
    parameters = {key for key, _ in net.named_parameters()}
    changed = {key for key, value in values(net).items() if not torch.equal(value, before[key])}
    return {
        "parameters": sorted(changed & parameters),
        "averages": sorted(changed - parameters),
        "allParameters": sorted(parameters),
        "rates": [group["initial_lr"] for group in given[0].param_groups],
        "trained": sum(value.numel() for value in net.parameters() if value.requires_grad),
    }


def identity(pool):
    """By how much a net with this before its head misses the identity of Grad-CAM, and how the map compares with one computed apart."""
    options = script.parsed([*SMALL])
    net = script.make_net(script.ARMS["all"], 3, options).eval()
    net.avgpool = pool
    image = script.Pictures(data_of().test, script.middle(96))[0, 0][0]
    maps = {}
    net.layer4.register_forward_hook(lambda _, __, output: maps.update(last=output))
    with torch.no_grad():
        taken = net(image[None]).argmax().item()
        cam = (net.fc.weight[taken][:, None, None] * maps["last"][0]).sum(dim=0).clamp(min=0)
    evidence, error = script.grad_cam(net, image, taken)
    scaled = evidence * evidence.numel()
    apart = ((scaled - cam).abs().max() / cam.abs().max()).item()
    return {"error": error, "side": list(evidence.shape), "least": evidence.min().item(), "apart": apart}


def data_of(folder="data", seed=0):
    return script.read_data(job / folder, 0.25, seed)


def splits():
    names = lambda examples: [str(path.relative_to(job)) for path in map(Path, examples.paths)]
    first, again, other = data_of(), data_of(), data_of(seed=1)
    return {
        "train": names(first.train),
        "validation": names(first.validation),
        "test": names(first.test),
        "labels": first.train.labels,
        "isSame": names(first.validation) == names(again.validation),
        "isOther": names(first.validation) != names(other.validation),
    }


def drawn():
    """Images changed by chance: with the same draw twice, with another draw, and while the global generator stands elsewhere."""
    pictures = script.Pictures(data_of().train, script.changes(32, "randaugment", 2, 9))
    one = pictures[0, 5][0]
    torch.manual_seed(123)
    state = torch.get_rng_state()
    return {
        "isSame": torch.equal(one, pictures[0, 5][0]),
        "isOther": not torch.equal(one, pictures[0, 6][0]),
        "leavesTheGenerator": torch.equal(state, torch.get_rng_state()),
        "shares": [script.batches(7, 4, 2, 0, share) for share in ((0, 1), (0, 2), (1, 2))],
    }


def of_torchvision():
    """The tree of torchvision, whose MATLAB files are JSON here: only how they are used is tested, not how SciPy reads them."""
    stand_in = types.ModuleType("scipy.io")
    stand_in.loadmat = lambda file, squeeze_me: json.loads(Path(file).read_text())
    sys.modules["scipy"], sys.modules["scipy.io"] = types.ModuleType("scipy"), stand_in
    data = data_of("torchvision")
    return {
        "classes": data.classes,
        "train": [Path(path).name for path in data.train.paths],
        "validation": [Path(path).name for path in data.validation.paths],
        "test": [[str(Path(path).relative_to(job)), label] for path, label in zip(data.test.paths, data.test.labels)],
    }


def weights():
    """A net's body carried over through a file, with a head of another size in it, and files that are none."""
    torch.manual_seed(7)
    given = script.torchvision.models.resnet50().state_dict()
    torch.save({"state_dict": {f"module.{name}": value for name, value in given.items()}}, job / "body.pt")
    torch.save({name: value for name, value in given.items() if not name.startswith("layer4.2.conv")}, job / "part.pt")
    (job / "text.pt").write_text("no weights")
    net = script.make_net(script.ARMS["all"], 3, script.parsed(["--weights", str(job / "body.pt")]))
    own = net.state_dict()
    return {
        "isCarried": all(torch.equal(own[name], value) for name, value in given.items() if not name.startswith("fc.")),
        "head": list(own["fc.weight"].shape),
        "part": refusal("--weights", job / "part.pt"),
        "text": refusal("--weights", job / "text.pt"),
        "none": refusal("--weights", job / "none.pt"),
    }


def imagenet():
    """Which weights torchvision is asked for, in its present words and in those of before 0.13; nothing is fetched."""
    models, asked = script.torchvision.models, []
    real, names = models.resnet50, models.ResNet50_Weights

    def noted(**given):
        asked.append({name: str(value) for name, value in given.items()})
        return real()

    models.resnet50 = noted
    try:
        script.stored("imagenet")
        script.stored("imagenet-v2")
        del models.ResNet50_Weights
        script.stored("imagenet")
        refused = refusal("--weights", "imagenet-v2", "--arms", "head")
    finally:
        models.resnet50, models.ResNet50_Weights = real, names
    return {"asked": [one for one in asked if one], "refused": refused}


everything, printed = ran("--out", job / "out", "--arms", "head", "top", "all", "scratch")
tuned, told = ran("--out", job / "tuned", "--arms", "head", "--augment", "plain", "--tune", "--keep-weights")
results = {
    "everything": everything,
    "printed": printed,
    "tuned": tuned,
    "told": told,
    "factors": script.RATE_FACTORS,
    "moved": {
        "head": moved("head"),
        "topStages": moved("top"),
        "topBottlenecks": moved("top", "--top", "bottlenecks"),
        "all": moved("all"),
        "allStored": moved("all", "--norms", "stored"),
    },
    "pooled": identity(nn.AdaptiveAvgPool2d(1)),
    "maximum": identity(nn.AdaptiveMaxPool2d(1)),
    "accuracies": [script.accuracy(*pair) for pair in ((20, 20), (0, 20), (182, 200))],
    "compared": script.compared([0, 0, 0, 1, 2, 2], [0, 1, 1, 1, 1, 2], script.Examples([""] * 6, [0, 0, 0, 1, 1, 0])),
    "best": [
        script.best_of(trials)["rate"]
        for trials in (
            [{"rate": 1, "right": 3, "loss": 2.0}, {"rate": 2, "right": 4, "loss": 9.0}, {"rate": 3, "right": 4, "loss": 1.0}],
            [{"rate": 1, "right": 0, "loss": 5.0}, {"rate": 2, "right": 0, "loss": None}],
        )
    ],
    "rates": [script.rising_and_falling(40)(step) for step in range(40)],
    "splits": splits(),
    "drawn": drawn(),
    "weights": weights(),
    "imagenet": imagenet(),
    "torchvision": of_torchvision(),
    "refusals": {
        "noFolder": refusal(data="nowhere"),
        "noTrain": refusal(data="empty"),
        "oneClass": refusal(data="one"),
        "noImage": refusal(data="without"),
        "otherClasses": refusal(data="other"),
        "single": refusal(data="single"),
        "damaged": refusal("--arms", "head", "--augment", "plain", data="damaged"),
        "batch": refusal("--batch-size", "100"),
        "magnitude": refusal("--magnitude", "31"),
        "side": refusal("--image-size", "16"),
        "epochs": refusal("--epochs", "0"),
        "amp": refusal("--amp"),
        "noMatlabFile": refusal(data="torchvision-part"),
    },
}
result_file.write_text(json.dumps(results))
