"""Writes the fixtures of the parity test: small networks of the book in PyTorch.

Run with a Python that has torch (Debian: /usr/bin/python3 after `apt-get install python3-torch`; made with torch 1.13.1):

    python3 tests/parity/make-fixtures.py

Each fixture holds the initial weights, one batch, and what PyTorch makes of them: logits, loss and gradients in training mode,
the losses of the next ten steps of SGD with momentum and weight decay on that batch, and the logits in evaluation mode after
them. The "frozen" one has batch normalisations that stay in evaluation mode, over statistics that it holds too. The "saturating"
one looks ahead (Nesterov) and learns in each layer at a speed of its own. The recurrent ones are nn.RNN with their gradients clipped,
by norm and by value; with the losses they hold the norms that clip_grad_norm_ returned, before clipping.
"grad-cam" is another: the residual net in evaluation mode, over statistics that it holds, with one logit of each image chosen. Of its
first stage and of each block it holds the gradient of those logits with respect to the outputs, and the Grad-CAM map (Selvaraju et
al. 2017): alpha = mean of the gradient over the places, map = ReLU(sum over the channels of alpha A).
Arrays are in the book's layouts: images [n, h, w, c], sequences [n, steps, 1, features], kernels [k, k, in, out], matrices [in, out].
"""

import json
import pathlib

import torch
from torch import nn
from torch.nn import functional as F

FOLDER = pathlib.Path(__file__).parent / "fixtures"
STEPS = 10


class Block(nn.Module):
    """Two 3x3 convolutions, with an option A shortcut where asked for (He et al. 2015, section 4.2)."""

    def __init__(self, inputs, outputs, stride, shortcut):
        super().__init__()
        self.shortcut = shortcut
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)

    def forward(self, x):
        y = F.relu(self.norm1(self.conv1(x)))
        y = self.norm2(self.conv2(y))
        if self.shortcut:
            stride = self.conv1.stride[0]
            short = x[:, :, ::stride, ::stride]
            y = y + F.pad(short, (0, 0, 0, 0, 0, y.shape[1] - short.shape[1]))
        return F.relu(y)


class Net(nn.Module):
    """The 6n + 2 network with n = 1."""

    def __init__(self, width, shortcut):
        super().__init__()
        self.conv = nn.Conv2d(3, width, 3, 1, 1, bias=False)
        self.norm = nn.BatchNorm2d(width)
        self.blocks = nn.Sequential(
            Block(width, width, 1, shortcut),
            Block(width, 2 * width, 2, shortcut),
            Block(2 * width, 4 * width, 2, shortcut),
        )
        self.dense = nn.Linear(4 * width, 10)

    def forward(self, x):
        y = self.blocks(F.relu(self.norm(self.conv(x))))
        return self.dense(y.mean((2, 3)))


class Sigmoid(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))

    def forward(self, x):
        y = x.permute(0, 2, 3, 1).flatten(1)
        for layer in self.layers[:-1]:
            y = torch.sigmoid(layer(y))
        return self.layers[-1](y)


class Saturating(nn.Module):
    """Softsign, then tanh, then three outputs that are no classes."""

    def __init__(self, sizes):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))

    def forward(self, x):
        y = x.permute(0, 2, 3, 1).flatten(1)
        for layer, function in zip(self.layers, (F.softsign, torch.tanh)):
            y = function(layer(y))
        return self.layers[-1](y)


class Recurrent(nn.Module):
    """One nn.RNN, read from its last state. Its two biases are always added: the second one stays 0."""

    def __init__(self, features, units, outputs, nonlinearity):
        super().__init__()
        self.rnn = nn.RNN(features, units, nonlinearity=nonlinearity, batch_first=True)
        nn.init.zeros_(self.rnn.bias_hh_l0).requires_grad_(False)
        self.dense = nn.Linear(units, outputs)

    def forward(self, x):
        _, last = self.rnn(x.squeeze(3).permute(0, 2, 1))
        return self.dense(last[0])


class ResidualMlp(nn.Module):
    """Blocks x + s F(x) of two layers, F(x) = W' relu(W x + b) + b' (He et al. 2016, eq. 1)."""

    def __init__(self, inputs, width, blocks, scale):
        super().__init__()
        self.scale = scale
        self.first = nn.Linear(inputs, width)
        self.branches = nn.ModuleList(
            nn.Sequential(nn.Linear(width, width), nn.ReLU(), nn.Linear(width, width)) for _ in range(blocks)
        )
        self.last = nn.Linear(width, 10)

    def forward(self, x):
        y = F.relu(self.first(x.permute(0, 2, 3, 1).flatten(1)))
        for branch in self.branches:
            y = y + self.scale * branch(y)
        return self.last(y)


class HighwayLayer(nn.Module):
    """H T + x (1 - T), with what makes H and a gate that keeps the shape; only_shortcut: H + x (1 - T) (He et al. 2016b)."""

    def __init__(self, transform, gate, bias, only_shortcut=False):
        super().__init__()
        self.transform, self.gate, self.only_shortcut = transform, gate, only_shortcut
        nn.init.constant_(gate.bias, bias)

    def forward(self, x):
        t = torch.sigmoid(self.gate(x))
        h = self.transform(x)
        return (h if self.only_shortcut else h * t) + x * (1 - t)


class Highway(nn.Module):
    """A plain tanh layer, then highway layers (Srivastava et al. 2015)."""

    def __init__(self, inputs, width, layers, bias):
        super().__init__()
        self.first = nn.Linear(inputs, width)
        self.layers = nn.Sequential(
            *(
                HighwayLayer(nn.Sequential(nn.Linear(width, width), nn.Tanh()), nn.Linear(width, width), bias)
                for _ in range(layers)
            )
        )
        self.last = nn.Linear(width, 10)

    def forward(self, x):
        return self.last(self.layers(torch.tanh(self.first(x.permute(0, 2, 3, 1).flatten(1)))))


def conv3x3(inputs, outputs, stride=1):
    return nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)


class Gated(Net):
    """The 6n + 2 network with n = 1 whose first block, the one that keeps the shape, has a gate (He et al. 2016b, section 3)."""

    def __init__(self, width, only_shortcut):
        super().__init__(width, True)
        body = [conv3x3(width, width), nn.BatchNorm2d(width), nn.ReLU(), conv3x3(width, width), nn.BatchNorm2d(width)]
        gate = nn.Conv2d(width, width, 1)
        self.blocks[0] = nn.Sequential(HighwayLayer(nn.Sequential(*body), gate, -1, only_shortcut), nn.ReLU())


class ScaledBlock(nn.Module):
    """Half of option A's shortcut and a quarter of the branch."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        norms = (nn.BatchNorm2d(outputs) for _ in range(2))
        self.body = nn.Sequential(
            conv3x3(inputs, outputs, stride), next(norms), nn.ReLU(), conv3x3(outputs, outputs), next(norms)
        )
        self.stride = stride

    def forward(self, x):
        y = self.body(x)
        short = x[:, :, :: self.stride, :: self.stride]
        return F.relu(0.25 * y + 0.5 * F.pad(short, (0, 0, 0, 0, 0, y.shape[1] - short.shape[1])))


class Scaled(Net):
    def __init__(self, width):
        super().__init__(width, True)
        self.blocks = nn.Sequential(
            ScaledBlock(width, width, 1), ScaledBlock(width, 2 * width, 2), ScaledBlock(2 * width, 4 * width, 2)
        )


class PreActivated(nn.Module):
    """The 6n + 2 network with n = 1, pre-activated, with projections (option B) that share normalisation and ReLU with the branch."""

    class Block(nn.Module):
        def __init__(self, inputs, outputs, stride):
            super().__init__()
            self.norm = nn.BatchNorm2d(inputs) if stride > 1 else None
            self.body = nn.Sequential(
                conv3x3(inputs, outputs, stride), nn.BatchNorm2d(outputs), nn.ReLU(), conv3x3(outputs, outputs)
            )
            self.project = nn.Conv2d(inputs, outputs, 1, stride, bias=False) if stride > 1 else None

        def forward(self, x):
            if self.norm is None:
                return x + self.body(x)
            x = F.relu(self.norm(x))
            return self.project(x) + self.body(x)

    def __init__(self, width):
        super().__init__()
        self.conv, self.norm = conv3x3(3, width), nn.BatchNorm2d(width)
        self.blocks = nn.Sequential(
            self.Block(width, width, 1), self.Block(width, 2 * width, 2), self.Block(2 * width, 4 * width, 2)
        )
        self.last_norm = nn.BatchNorm2d(4 * width)
        self.dense = nn.Linear(4 * width, 10)

    def forward(self, x):
        y = self.blocks(F.relu(self.norm(self.conv(x))))
        return self.dense(F.relu(self.last_norm(y)).mean((2, 3)))


class DenseNet(nn.Module):
    """DenseNet-BC: three blocks of layers that read from all before them (Huang et al. 2017)."""

    class Layer(nn.Module):
        def __init__(self, inputs, growth):
            super().__init__()
            self.norm1, self.conv1 = nn.BatchNorm2d(inputs), nn.Conv2d(inputs, 4 * growth, 1, bias=False)
            self.norm2, self.conv2 = nn.BatchNorm2d(4 * growth), conv3x3(4 * growth, growth)

        def forward(self, x):
            return torch.cat([x, self.conv2(F.relu(self.norm2(self.conv1(F.relu(self.norm1(x))))))], 1)

    def __init__(self, growth, layers):
        super().__init__()
        maps = 2 * growth
        modules = [conv3x3(3, maps)]
        for block in range(3):
            for _ in range(layers):
                modules.append(self.Layer(maps, growth))
                maps += growth
            modules += [nn.BatchNorm2d(maps), nn.ReLU()]
            if block < 2:
                modules += [nn.Conv2d(maps, maps // 2, 1, bias=False), nn.AvgPool2d(2)]
                maps //= 2
        self.features = nn.Sequential(*modules)
        self.dense = nn.Linear(maps, 10)

    def forward(self, x):
        return self.dense(self.features(x).mean((2, 3)))


class RmsNorm(nn.Module):
    """x / sqrt(mean(x^2) + epsilon) over all of an example, times a gain a channel (Zhang and Sennrich 2019)."""

    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))

    def forward(self, x):
        square = x.pow(2).flatten(1).mean(1)
        inverse = (square + 1e-5).rsqrt().view(-1, *[1] * (x.dim() - 1))
        return x * inverse * self.weight.view(-1, *[1] * (x.dim() - 2))


class FrozenBatchNorm(nn.BatchNorm2d):
    """Stays in evaluation mode, over statistics that are not 0 and 1."""

    def __init__(self, channels):
        super().__init__(channels)
        nn.init.normal_(self.running_mean, 0, 0.5)
        nn.init.uniform_(self.running_var, 0.5, 2)

    def train(self, mode=True):
        return super().train(False)


NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.GroupNorm, nn.InstanceNorm2d, nn.LayerNorm, RmsNorm)


class Convolutions(nn.Module):
    """3x3 convolutions with a normalisation and a ReLU each; the last one halves the map."""

    def __init__(self, widths, norm, bias=False):
        super().__init__()
        modules, inputs = [], 3
        for width in widths:
            stride = 2 if modules and width > inputs else 1
            modules += [nn.Conv2d(inputs, width, 3, stride, 1, bias=bias), norm(width), nn.ReLU()]
            inputs = width
        self.body = nn.Sequential(*modules)
        # As after construction: a frozen normalisation leaves training mode at once.
        self.train()
        self.dense = nn.Linear(inputs, 10)

    def forward(self, x):
        return self.dense(self.body(x).mean((2, 3)))


class NormMlp(nn.Module):
    """A normalisation before each tanh."""

    def __init__(self, sizes, norm):
        super().__init__()
        hidden = [[nn.Linear(a, b), norm(b), nn.Tanh()] for a, b in zip(sizes, sizes[1:-1])]
        self.body = nn.Sequential(*sum(hidden, []), nn.Linear(*sizes[-2:]))

    def forward(self, x):
        return self.body(x.permute(0, 2, 3, 1).flatten(1))


def squared_loss(outputs, targets):
    return ((outputs - targets) ** 2).sum() / 2 / len(targets)


def softmax_loss(logits, labels):
    return F.cross_entropy(logits, labels)


def sigmoid_loss(logits, labels):
    targets = F.one_hot(labels, 10).to(logits.dtype)
    return F.binary_cross_entropy_with_logits(logits, targets, reduction="sum") / len(labels)


def numbers(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]


def in_book_layout(tensor):
    return tensor.permute({4: (2, 3, 1, 0), 2: (1, 0), 1: (0,)}[tensor.dim()])


def write(name, net, loss_of, images, labels, rate, momentum, decay, nesterov=False, scales=None, clip=None):
    parameters = [p for p in net.parameters() if p.requires_grad]
    # A gain and a shift that are not 1 and 0 tell the two apart.
    for module in net.modules():
        if isinstance(module, NORMS):
            nn.init.normal_(module.weight, 1, 0.3)
            if not isinstance(module, RmsNorm):
                nn.init.normal_(module.bias, 0, 0.3)
    weights = [numbers(in_book_layout(p)) for p in parameters]

    frozen = [module for module in net.modules() if isinstance(module, FrozenBatchNorm)]
    statistics = [numbers(values) for module in frozen for values in (module.running_mean, module.running_var)]
    logits = net(images)
    loss = loss_of(logits, labels)
    gradients = torch.autograd.grad(loss, parameters)
    fixture = {
        "madeWith": f"torch {torch.__version__}, float32",
        "images": numbers(images.permute(0, 2, 3, 1)),
        "imageShape": [len(images), *images.shape[2:], images.shape[1]],
        ("targets" if labels.is_floating_point() else "labels"): labels.tolist(),
        "optimizer": {"learningRate": rate, "momentum": momentum, "weightDecay": decay, "nesterov": nesterov},
        "learningRateScales": scales,
        "weights": weights,
        **({"statistics": statistics} if statistics else {}),
        "logits": numbers(logits),
        "loss": float(loss),
        "gradients": [numbers(in_book_layout(g)) for g in gradients],
    }

    # The first forward pass above moved the running statistics, as the book's does.
    groups = [
        {"params": [p], "weight_decay": decay if p.dim() > 1 else 0, "lr": rate * (scales[i // 2] if scales else 1)}
        for i, p in enumerate(parameters)
    ]
    optimizer = torch.optim.SGD(groups, lr=rate, momentum=momentum, nesterov=nesterov)
    losses, norms = [], []
    for _ in range(STEPS):
        loss = loss_of(net(images), labels)
        optimizer.zero_grad()
        loss.backward()
        if clip and clip["by"] == "norm":
            norms.append(float(nn.utils.clip_grad_norm_(parameters, clip["threshold"])))
        elif clip:
            # With this threshold it changes nothing: for the norm alone.
            norms.append(float(nn.utils.clip_grad_norm_(parameters, float("inf"))))
            nn.utils.clip_grad_value_(parameters, clip["threshold"])
        optimizer.step()
        losses.append(float(loss))
    net.eval()
    fixture["losses"] = losses
    if clip:
        fixture["optimizer"]["clip"] = clip
        fixture["norms"] = norms
    fixture["evaluationLogits"] = numbers(net(images))
    (FOLDER / f"{name}.json").write_text(json.dumps(fixture) + "\n")
    print(name, sum(map(len, weights)), "weights, losses", losses[0], "to", losses[-1])


def write_grad_cam():
    net = Net(4, True)
    norms = [module for module in net.modules() if isinstance(module, nn.BatchNorm2d)]
    for norm in norms:
        nn.init.normal_(norm.weight, 1, 0.3)
        nn.init.normal_(norm.bias, 0, 0.3)
        nn.init.normal_(norm.running_mean, 0, 0.5)
        nn.init.uniform_(norm.running_var, 0.5, 2)
    net.eval()
    images, chosen = torch.randn(3, 3, 9, 7), [4, 0, 9]
    stages = [F.relu(net.norm(net.conv(images)))]
    for block in net.blocks:
        stages.append(block(stages[-1]))
    logits = net.dense(stages[-1].mean((2, 3)))
    assert torch.equal(logits, net(images))
    gradients = torch.autograd.grad(logits[range(3), chosen].sum(), stages)
    maps = [F.relu((g.mean((2, 3), keepdim=True) * a).sum(1)) for g, a in zip(gradients, stages)]
    fixture = {
        "madeWith": f"torch {torch.__version__}, float32",
        "images": numbers(images.permute(0, 2, 3, 1)),
        "imageShape": [3, 9, 7, 3],
        "weights": [numbers(in_book_layout(p)) for p in net.parameters()],
        "statistics": [numbers(values) for norm in norms for values in (norm.running_mean, norm.running_var)],
        "chosen": chosen,
        "logits": numbers(logits),
        "layers": ["norm 1", "block 1", "block 2", "block 3"],
        "gradients": [numbers(g.permute(0, 2, 3, 1)) for g in gradients],
        "maps": [numbers(values) for values in maps],
    }
    (FOLDER / "grad-cam.json").write_text(json.dumps(fixture) + "\n")


def main():
    torch.set_num_threads(1)
    FOLDER.mkdir(exist_ok=True)
    for name, shortcut in (("plain", False), ("residual", True)):
        torch.manual_seed(0)
        images, labels = torch.randn(6, 3, 9, 7), torch.randint(10, (6,))
        write(name, Net(4, shortcut), softmax_loss, images, labels, 0.05, 0.9, 0.01)
    torch.manual_seed(4)
    images, labels = torch.randn(6, 3, 9, 7), torch.randint(10, (6,))
    for name, net in (
        ("scaled", Scaled(4)),
        ("pre-activated", PreActivated(4)),
        ("gated", Gated(4, False)),
        ("gated-shortcut", Gated(4, True)),
    ):
        write(name, net, softmax_loss, images, labels, 0.05, 0.9, 0.01)
    torch.manual_seed(5)
    images, labels = torch.randn(6, 3, 8, 4), torch.randint(10, (6,))
    write("dense", DenseNet(3, 2), softmax_loss, images, labels, 0.05, 0.9, 0.01)
    torch.manual_seed(6)
    images, labels = torch.rand(12, 1, 5, 4), torch.randint(10, (12,))
    write("residual-mlp", ResidualMlp(20, 7, 3, 0.5), softmax_loss, images, labels, 0.1, 0.9, 0.01)
    write("highway-mlp", Highway(20, 7, 3, -1), softmax_loss, images, labels, 0.1, 0.9, 0.01)
    torch.manual_seed(1)
    images, labels = torch.rand(12, 1, 5, 4), torch.randint(10, (12,))
    write("sigmoid", Sigmoid([20, 11, 7, 10]), sigmoid_loss, images, labels, 0.5, 0.5, 0.01)
    torch.manual_seed(2)
    images, targets = torch.rand(12, 1, 5, 4), torch.randn(12, 3)
    net = Saturating([20, 11, 7, 3])
    write("saturating", net, squared_loss, images, targets, 0.1, 0.9, 0.01, nesterov=True, scales=[2, 0, 0.5])
    torch.manual_seed(3)
    sequences, targets = torch.randn(6, 3, 9, 1), torch.randn(6, 2)
    by_norm, by_value = {"by": "norm", "threshold": 0.5}, {"by": "value", "threshold": 0.1}
    write("recurrent-tanh", Recurrent(3, 7, 2, "tanh"), squared_loss, sequences, targets, 0.1, 0.9, 0.01, clip=by_norm)
    write("recurrent-relu", Recurrent(3, 8, 2, "relu"), squared_loss, sequences, targets, 0.1, 0.5, 0.01, clip=by_value)
    torch.manual_seed(7)
    images, labels = torch.randn(6, 3, 6, 5), torch.randint(10, (6,))
    for name, norm in (
        ("group-norm", lambda channels: nn.GroupNorm(2, channels)),
        ("layer-norm", lambda channels: nn.GroupNorm(1, channels)),
        ("instance-norm", lambda channels: nn.InstanceNorm2d(channels, affine=True)),
        ("rms-norm", RmsNorm),
        ("frozen-norm", FrozenBatchNorm),
    ):
        net = Convolutions([4, 4, 8], norm, bias=norm is RmsNorm)
        write(name, net, softmax_loss, images, labels, 0.05, 0.9, 0.01)
    torch.manual_seed(8)
    images, labels = torch.rand(12, 1, 5, 4), torch.randint(10, (12,))
    for name, norm in (("layer-norm-mlp", nn.LayerNorm), ("batch-norm-mlp", nn.BatchNorm1d), ("rms-norm-mlp", RmsNorm)):
        write(name, NormMlp([20, 11, 7, 10], norm), softmax_loss, images, labels, 0.1, 0.9, 0.01)
    torch.manual_seed(9)
    write_grad_cam()


main()
