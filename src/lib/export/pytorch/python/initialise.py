def initialise(net, seed):
    """Gives every tensor the values that it starts from in the book: each is drawn from a stream of its own."""
    for tensor in tensors_of(net):
        layer = tensor.placed.layer
        if not is_weights(layer):
            continue  # A normalisation: gain 1 and shift 0, as PyTorch makes it.
        part = tensor.placed.name if tensor.name in ("weight", "bias") else f"{tensor.placed.name}, {tensor.name}"
        random = Stream(seed, f"{'weights' if tensor.is_weight else 'biases'} of {part}")
        shape = tensor.value.shape
        with torch.no_grad():
            if tensor.is_weight:
                # The book's matrices are [inputs, outputs], its kernels [size, size, inputs, outputs].
                inputs = shape.numel() // shape[0]
                values = torch.from_numpy(layer.starts[tensor.name](shape.numel(), inputs, random)).float()
                size = shape[2:]
                axes = (3, 2, 0, 1) if size else (1, 0)
                tensor.value.copy_(values.reshape(*size, shape[1], shape[0]).permute(axes))
            else:
                tensor.value.copy_(torch.from_numpy(layer.starts[tensor.name](shape.numel(), 1, random)).float())
