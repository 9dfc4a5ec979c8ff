def sutskever(most, every):
    """Momentum 1/2, 3/4, 5/6, ... in turns of `every` updates, up to `most` (Sutskever et al. 2013, eq. 5)."""
    return lambda updates: min(1 - 1 / (2 * (updates // every + 1)), most)
