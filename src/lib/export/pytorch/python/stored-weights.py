def stored_weights(file, up_to=None):
    """
    From the folder of the file to the function that gives a net its values, weights and running statistics: those of all layers up to
    one, by its name in the book, or without a name of all layers before the logits.
    """

    def load(folder):
        stored = safetensors(read_stored(folder / file))

        def start(net):
            placed = walk(net)
            end = next(place for place, one in enumerate(placed) if (one.last if up_to is None else one.top and one.name == up_to))
            for one in placed[: end + (up_to is not None)]:
                take(one, stored)

        return start

    return load


def take(placed, stored):
    """The book's matrices are [inputs, outputs], its kernels [size, size, inputs, outputs]; PyTorch's have these axes first and last."""
    layer = placed.layer
    if is_block(layer):
        return  # Its layers stand before it.
    roles = {"weight": "weights", "bias": "biases"} if is_weights(layer) else {"weight": "gains", "bias": "shifts"}
    roles.update(running_mean="mean", running_var="variance")
    for name, value in [*layer.named_parameters(recurse=False), *layer.named_buffers(recurse=False)]:
        if name in roles:
            values = stored[f"{placed.name}.{roles[name]}"]
            axes = {1: (0,), 2: (1, 0), 4: (3, 2, 0, 1)}[values.ndim]
            with torch.no_grad():
                value.copy_(torch.from_numpy(values.transpose(axes).copy()))


def safetensors(content):
    """
    Arrays by their names: eight bytes with the length of the header, the header in JSON, and the numbers, here all float32, little-endian.
    """
    begin = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:begin])
    header.pop("__metadata__", None)
    arrays = {}
    for name, entry in header.items():
        first, end = entry["data_offsets"]
        arrays[name] = np.frombuffer(content[begin + first : begin + end], "<f4").reshape(entry["shape"])
    return arrays


def read_stored(path):
    """The file as the book serves it, to the last bit."""
    address, checksum = STORED[path.name]
    if not path.exists():
        raise SystemExit(f"There is no file {path}. The book serves it at {address}: save it there, or name its folder with --weights.")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != checksum:
        raise SystemExit(f"{path} is not the file that this script was written for. Get that from {address}.")
    return content
