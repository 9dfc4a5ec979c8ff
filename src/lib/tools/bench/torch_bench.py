"""The bench's PyTorch side: one thread, one JSON request a line on stdin, one JSON answer a line on stdout.

    {"open": WORK}                    -> {"version": "1.13.0", "blas": "mkl"}
    {"samples": 4, "steps": 2}        -> {"times": [milliseconds a step of each sample]}

Ends when stdin does. A request that fails is answered with {"error": TEXT}.
"""

import json
import math
import re
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)
torch.manual_seed(0)


class GlobalAveragePool(nn.Module):
    def forward(self, x):
        return x.mean((2, 3))


ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}


def build(layers, input_shape):
    """A model of the layers; images come as [n, channels, height, width]."""
    height, width, channels = input_shape
    modules = []
    for layer in layers:
        kind = layer["type"]
        if kind == "conv2d":
            size, filters, stride = layer["kernelSize"], layer["filters"], layer["stride"]
            conv = nn.Conv2d(channels, filters, size, stride, (size - 1) // 2, bias=False)
            nn.init.normal_(conv.weight, 0, math.sqrt(layer["init"]["gain"] / (channels * size * size)))
            modules.append(conv)
            channels, height, width = filters, -(-height // stride), -(-width // stride)
        elif kind == "batchNorm":
            modules.append(nn.BatchNorm2d(channels, layer["epsilon"], layer["momentum"]))
        elif kind == "activation":
            modules.append(ACTIVATIONS[layer["fn"]]())
        elif kind == "globalAveragePool":
            modules.append(GlobalAveragePool())
        elif kind == "flatten":
            modules.append(nn.Flatten())
            channels = channels * height * width
        elif kind == "dense":
            dense = nn.Linear(channels, layer["units"])
            nn.init.normal_(dense.weight, 0, math.sqrt(layer["init"]["gain"] / channels))
            modules.append(dense)
            channels = layer["units"]
        else:
            raise ValueError(f"No PyTorch module for a layer of type {kind}")
    return nn.Sequential(*modules)


def sigmoid_cross_entropy(logits, labels):
    targets = F.one_hot(labels, logits.shape[1]).float()
    return F.binary_cross_entropy_with_logits(logits, targets, reduction="sum") / len(labels)


LOSSES = {"softmaxCrossEntropy": F.cross_entropy, "sigmoidCrossEntropy": sigmoid_cross_entropy}


class Training:
    def __init__(self, work):
        height, width, channels = work["inputShape"]
        count, settings = work["count"], work["optimizer"]
        self.model = build(work["layers"], work["inputShape"])
        self.loss = LOSSES[work["loss"]]
        matrices = [p for p in self.model.parameters() if p.dim() > 1]
        vectors = [p for p in self.model.parameters() if p.dim() == 1]
        self.optimizer = torch.optim.SGD(
            [{"params": matrices, "weight_decay": settings["weightDecay"]}, {"params": vectors}],
            lr=settings["learningRate"],
            momentum=settings["momentum"],
        )
        self.batches = [
            (torch.randn(count, channels, height, width), torch.randint(work["classes"], (count,))) for _ in range(4)
        ]
        self.count = 0

    def step(self):
        images, labels = self.batches[self.count % len(self.batches)]
        self.count += 1
        self.optimizer.zero_grad()
        loss = self.loss(self.model(images), labels)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def sample(self, steps):
        start = time.perf_counter()
        for _ in range(steps):
            loss = self.step()
        elapsed = time.perf_counter() - start
        if not math.isfinite(loss):
            raise ValueError(f"the loss became {loss}")
        return 1000 * elapsed / steps


def blas():
    """What multiplies matrices: how PyTorch was built, and the shared library that it found, where the system can tell.

    It makes a difference of up to fortyfold: a "generic" build takes what the system has, be it Netlib's reference.
    """
    built = re.search(r"BLAS_INFO=(\w+)", torch.__config__.show())
    name = built.group(1) if built else "an unknown BLAS"
    try:
        with open("/proc/self/maps") as maps:
            found = re.search(r"\S*/(\S*(?:blas|mkl)\S*\.so\S*)", maps.read())
    except OSError:
        found = None
    return f"{name} BLAS ({found.group(1)})" if found else f"{name} BLAS"


def main():
    training = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if "open" in request:
                training = Training(request["open"])
                answer = {"version": torch.__version__, "blas": blas()}
            else:
                answer = {"times": [training.sample(request["steps"]) for _ in range(request["samples"])]}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()
