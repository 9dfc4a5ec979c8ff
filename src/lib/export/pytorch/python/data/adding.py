def adding_problem(length, train, test):
    """
    The adding problem of Hochreiter and Schmidhuber 1997: at each step a value in [0, 1] and a marker, which is 1 at one step of each
    half; the target is the sum of the two marked values.
    """

    def split(count, name):
        random = Stream(0, f"adding problem, {name}")
        half = length // 2
        inputs = np.zeros((count, length, 2), np.float32)
        targets = np.zeros((count, 1), np.float32)
        for sequence, target in zip(inputs, targets):
            sequence[:, 0] = [random.uniform() for _ in range(length)]
            for step in (random.below(half), half + random.below(length - half)):
                sequence[step, 1] = 1
                target += sequence[step, 0]
        return Split(torch.from_numpy(inputs), torch.from_numpy(targets))

    return lambda folder: Data(split(train, "training"), split(test, "test"))
