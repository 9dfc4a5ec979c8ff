def rand_augment(count, magnitude):
    """
    RandAugment (Cubuk et al. 2020): each image goes through so many operations, each any of the 14 with the same probability, at a
    magnitude from 0 to 30, to one side or the other where there are two. Ranges are those of torchvision's `RandAugment`.
    """

    def prepared(split, random):
        low, high = split.scale(np.zeros(3)), split.scale(np.full(3, 255))

        def changed(inputs):
            from PIL import Image

            images = []
            for image in inputs.permute(0, 2, 3, 1).cpu().numpy():
                # Numbers back to the bytes that they were.
                picture = Image.fromarray(np.rint(255 * (image - low) / (high - low)).astype(np.uint8))
                for _ in range(count):
                    name, is_signed = OPERATIONS[random.below(len(OPERATIONS))]
                    is_negative = is_signed and random.below(2) == 1
                    picture = rand_augment_operation(picture, name, -magnitude if is_negative else magnitude)
                images.append(split.scale(np.asarray(picture)))
            return torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2).contiguous().to(inputs.device)

        return changed

    return prepared


# In the order of the paper; whether the sign of the magnitude is drawn.
OPERATIONS = [
    ("identity", False),
    ("auto_contrast", False),
    ("equalize", False),
    ("rotate", True),
    ("solarize", False),
    ("color", True),
    ("posterize", False),
    ("contrast", True),
    ("brightness", True),
    ("sharpness", True),
    ("shear_x", True),
    ("shear_y", True),
    ("translate_x", True),
    ("translate_y", True),
]


def rand_augment_operation(picture, name, magnitude):
    from PIL import Image, ImageEnhance, ImageOps

    def share(most):
        return math.copysign(float(torch.linspace(0, most, 31)[abs(magnitude)]), magnitude)

    def moved(*matrix):
        return picture.transform(picture.size, Image.AFFINE, matrix, Image.NEAREST)

    def enhanced(what):
        return what(picture).enhance(1 + share(0.9))

    width, height = picture.size
    made = {
        "identity": lambda: picture,
        "auto_contrast": lambda: ImageOps.autocontrast(picture),
        "equalize": lambda: ImageOps.equalize(picture),
        "rotate": lambda: picture.rotate(share(30)),
        "solarize": lambda: ImageOps.solarize(picture, 255 - share(255)),
        "color": lambda: enhanced(ImageEnhance.Color),
        "posterize": lambda: ImageOps.posterize(picture, 8 - round(magnitude / 7.5)),
        "contrast": lambda: enhanced(ImageEnhance.Contrast),
        "brightness": lambda: enhanced(ImageEnhance.Brightness),
        "sharpness": lambda: enhanced(ImageEnhance.Sharpness),
        "shear_x": lambda: moved(1, share(0.3), 0, 0, 1, 0),
        "shear_y": lambda: moved(1, 0, 0, share(0.3), 1, 0),
        "translate_x": lambda: moved(1, 0, -int(share(150 / 331 * width)), 0, 1, 0),
        "translate_y": lambda: moved(1, 0, 0, 0, 1, -int(share(150 / 331 * height))),
    }
    return made[name]()
