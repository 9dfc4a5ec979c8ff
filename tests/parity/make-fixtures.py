"""Writes the fixtures of the parity test: small networks of the book in PyTorch.

Run with a Python that has torch (Debian: /usr/bin/python3 after `apt-get install python3-torch`; made with torch 1.13.1):

    python3 tests/parity/make-fixtures.py

Each fixture holds the initial weights, one batch, and what PyTorch makes of them: logits, loss and gradients in training mode,
the losses of the next ten steps of SGD with momentum and weight decay on that batch, and the logits in evaluation mode after
them. The "saturating" one looks ahead (Nesterov) and learns in each layer at a speed of its own. The recurrent ones are nn.RNN with
their gradients clipped, by norm and by value; with the losses they hold the norms that clip_grad_norm_ returned, before clipping.
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
        if isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.weight, 1, 0.3)
            nn.init.normal_(module.bias, 0, 0.3)
    weights = [numbers(in_book_layout(p)) for p in parameters]

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


def main():
    torch.set_num_threads(1)
    FOLDER.mkdir(exist_ok=True)
    for name, shortcut in (("plain", False), ("residual", True)):
        torch.manual_seed(0)
        images, labels = torch.randn(6, 3, 9, 7), torch.randint(10, (6,))
        write(name, Net(4, shortcut), softmax_loss, images, labels, 0.05, 0.9, 0.01)
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


main()
