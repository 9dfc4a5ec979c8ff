"""Writes fixtures/randaugment.json: two images of random colours and gradients, and what torchvision's RandAugment makes of them.

Run with a Python that has torchvision and Pillow (Debian: /usr/bin/python3 after `apt-get install python3-torchvision`; made with
torchvision 0.14.1 and Pillow 9.4.0):

    python3 tests/parity/make-randaugment-fixture.py

Each result is one of the 14 operations at a magnitude from -30 to 30, as the base64 of its pixels [height, width, 3].
"""

import base64
import json
import pathlib

import numpy
from PIL import Image
from torchvision.transforms import RandAugment
from torchvision.transforms.autoaugment import _apply_op
from torchvision.transforms.functional import InterpolationMode

NAMES = {
    "Identity": "identity",
    "AutoContrast": "autoContrast",
    "Equalize": "equalize",
    "Rotate": "rotate",
    "Solarize": "solarize",
    "Color": "color",
    "Posterize": "posterize",
    "Contrast": "contrast",
    "Brightness": "brightness",
    "Sharpness": "sharpness",
    "ShearX": "shear-x",
    "ShearY": "shear-y",
    "TranslateX": "translate-x",
    "TranslateY": "translate-y",
}


def encode(image):
    return base64.b64encode(numpy.asarray(image).tobytes()).decode()


def results(image):
    space = RandAugment()._augmentation_space(31, (image.height, image.width))
    for theirs, ours in NAMES.items():
        magnitudes, signed = space[theirs]
        for m in (0, 4, 14, 15, 21, 30):
            value = float(magnitudes[m]) if magnitudes.ndim > 0 else 0.0
            for sign in (1, -1) if signed and m > 0 else (1,):
                made = _apply_op(image, theirs, sign * value, InterpolationMode.NEAREST, None)
                yield {"operation": ours, "magnitude": sign * m, "pixels": encode(made)}


def main():
    random = numpy.random.default_rng(0)
    noise = random.integers(20, 240, (12, 13, 3))
    y, x = numpy.mgrid[0:18, 0:18]
    ramps = numpy.stack([6 * x + 6 * y, 250 - 9 * x, 13 * y], axis=2)
    images = [Image.fromarray(pixels.astype(numpy.uint8)) for pixels in (noise, ramps)]
    fixture = [
        {"width": image.width, "height": image.height, "pixels": encode(image), "results": list(results(image))}
        for image in images
    ]
    path = pathlib.Path(__file__).parent / "fixtures" / "randaugment.json"
    path.write_text(json.dumps(fixture) + "\n")


main()
