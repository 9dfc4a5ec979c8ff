def make_net(arm, classes, options):
    """A ResNet-50 with a new head, of which what the arm does not train is frozen. The new weights are drawn by the seed."""
    torch.manual_seed(options.seed)
    net = torchvision.models.resnet50()
    # The 23,508,032 numbers of the body, and running averages besides.
    if arm.transferred and options.weights != "random":
        take_body(net, stored(options.weights))
    net.fc = nn.Linear(net.fc.in_features, classes)
    for value in net.parameters():
        value.requires_grad = False
    for part in trained_parts(net, arm.trains, options.top):
        for value in part.parameters():
            value.requires_grad = True
    return net


def trained_parts(net, trains, top):
    """
    The "top two blocks" of a ResNet-50 can be its last two stages, layer3 and layer4 with their nine bottlenecks, or its last two
    bottlenecks, both in layer4. --top says which.
    """
    if trains == "all":
        return [net]
    if trains == "head":
        return [net.fc]
    return [*([net.layer3, net.layer4] if top == "stages" else net.layer4[-2:]), net.fc]


def set_modes(net, norms):
    """
    Training mode, but for normalisations that are frozen: these use their stored averages, and leave them as they are, or the body would
    change although its weights do not. With --norms stored, all do.
    """
    net.train()
    for layer in net.modules():
        if isinstance(layer, nn.modules.batchnorm._BatchNorm):
            layer.train(layer.weight.requires_grad and norms == "batch")


def stored(name):
    """Values by their names in torchvision. Those of ImageNet are fetched once, by one process of a machine."""
    if name not in ("imagenet", "imagenet-v2"):
        return of_file(Path(name))
    is_first = int(os.environ.get("LOCAL_RANK", os.environ.get("RANK", 0))) == 0
    if is_first:
        values = of_imagenet(name)
    if distributed.is_initialized():
        distributed.barrier()
    return values if is_first else of_imagenet(name)


def of_imagenet(name):
    """The first weights of torchvision, or those of its newer recipe. Before 0.13 there were only the first, under another name."""
    if hasattr(torchvision.models, "ResNet50_Weights"):
        weights = torchvision.models.ResNet50_Weights
        which = weights.IMAGENET1K_V2 if name == "imagenet-v2" else weights.IMAGENET1K_V1
        return torchvision.models.resnet50(weights=which, progress=False).state_dict()
    if name == "imagenet-v2":
        raise SystemExit(f"torchvision {torchvision.__version__} has the first ImageNet weights only: ask for --weights imagenet.")
    return torchvision.models.resnet50(pretrained=True, progress=False).state_dict()


def of_file(path):
    if not path.is_file():
        raise SystemExit(f"There is no file {path}. --weights takes imagenet, imagenet-v2, random, or a file of a ResNet-50's weights.")
    try:
        values = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # Whatever the unpickler says of a file that is none of weights.
        raise SystemExit(f"{path} cannot be read as a file of weights: {error}") from None
    return values.get("state_dict", values) if isinstance(values, dict) else {}


def take_body(net, values):
    """All layers but the head."""
    values = {name[7:] if name.startswith("module.") else name: value for name, value in values.items()}
    body = {name: value for name, value in values.items() if not name.startswith("fc.")}
    own = {name: value for name, value in net.state_dict().items() if not name.startswith("fc.")}
    # Counters of batches, which old files lack and nothing here reads.
    wrong = [
        name
        for name, value in own.items()
        if not name.endswith("num_batches_tracked") and (name not in body or body[name].shape != value.shape)
    ]
    wrong += [name for name in body if name not in own]
    if wrong:
        raise SystemExit(
            f"These are not the weights of torchvision's ResNet-50: missing, too many, or of another shape are {listed(wrong)}."
        )
    net.load_state_dict(body, strict=False)
