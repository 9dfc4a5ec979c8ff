@dataclass(frozen=True)
class Placed:
    """A layer in its place in the net."""

    # For example "block 3, conv 2".
    name: str
    layer: nn.Module
    # Of a gate or a projection: beside the way that the layers are counted along.
    beside: bool
    # The last one, whose outputs are the logits.
    last: bool
    # In the net itself, not in a block.
    top: bool


def is_weights(layer):
    return hasattr(layer, "starts")


def is_block(layer):
    return hasattr(layer, "branch")


def is_norm(layer):
    return "Norm" in type(layer).__name__


def is_function(layer):
    return isinstance(layer, (nn.ReLU, nn.Tanh, nn.Sigmoid, nn.Softsign))


def is_concat(layer):
    return is_block(layer) and not hasattr(layer, "shortcut") and not hasattr(layer, "gate")


def kind_of(layer):
    """What a layer is called by; `None` where nothing goes by its name."""
    if isinstance(layer, nn.Linear):
        return "dense"
    if isinstance(layer, nn.Conv2d):
        return "conv"
    if is_norm(layer):
        return "norm"
    return "recurrent" if is_weights(layer) else None


def walk(net):
    """The layers of a net in the order of the forward pass, those within a block before it, with their names in the book."""
    total = sum(isinstance(layer, nn.Linear) for layer in net)
    seen = {"dense": 0, "block": 0}

    def visit(layers, prefix="", beside=False):
        layers = list(layers)
        counts = Counter()
        rows, before = 0, None
        for layer in layers:
            kind, top, last = kind_of(layer), prefix == "", False
            if is_concat(layer):
                if before is None or not is_concat(before):
                    seen["block"] += 1
                    rows = 0
                rows += 1
                name = f"block {seen['block']}, layer {rows}"
            elif is_block(layer):
                seen["block"] += 1
                name = f"block {seen['block']}"
            elif kind == "dense" and top:
                seen["dense"] += 1
                last = seen["dense"] == total
                name = f"hidden {seen['dense']}" if not last else "output" if total > 1 else "dense"
            else:
                counts[kind] += 1
                alone = beside and sum(kind_of(other) == kind for other in layers) == 1
                name = f"{kind}" if alone else f"{kind} {counts[kind]}"
            name = prefix + name
            if is_block(layer):
                yield from visit(layer.branch, f"{name}, ", beside)
                for part in ("shortcut", "gate"):
                    if isinstance(getattr(layer, part, None), nn.Sequential):
                        yield from visit(getattr(layer, part), f"{name}, {part} ", True)
            yield Placed(name, layer, beside, last, top)
            before = layer

    return list(visit(net))


@dataclass(frozen=True)
class Tensor:
    """A trainable tensor in its place."""

    placed: Placed
    # Its name in the layer, as in PyTorch: weight, bias, input, recurrence.
    name: str
    value: nn.Parameter

    @property
    def is_weight(self):
        return is_weights(self.placed.layer) and self.name != "bias"

    @property
    def is_counted_weight(self):
        return self.is_weight and not self.placed.beside

    @property
    def learns(self):
        return self.value.requires_grad

    @property
    def rate(self):
        """A factor on its learning rate."""
        return getattr(self.value, "rate", 1)

    @property
    def is_hidden_bias(self):
        return is_weights(self.placed.layer) and self.name == "bias" and not self.placed.last and not self.placed.beside


def tensors_of(net):
    return [
        Tensor(placed, name, value)
        for placed in walk(net)
        if not is_block(placed.layer)
        for name, value in placed.layer.named_parameters(recurse=False)
    ]
