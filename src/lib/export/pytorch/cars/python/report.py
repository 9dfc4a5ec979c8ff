def accuracy(right, n):
    """The share of right answers, and its interval of 95 % (Wilson 1927): all q that it is less than 1.96 of their own errors away from."""
    z, share = 1.96, right / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * math.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return {"right": right, "of": n, "share": share, "low": max(0.0, centre - half), "high": min(1.0, centre + half)}


def confusions(taken, examples, classes):
    """The pairs of classes that were mistaken most often."""
    pairs = Counter((label, own) for own, label in zip(taken, examples.labels) if own != label)
    ranked = sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))
    return [{"truth": classes[label], "taken": classes[own], "count": count} for (label, own), count in ranked[:20]]


def compared(first, second, examples):
    """
    Two nets on the same images: how many only the first has right, how many only the second, and how likely a difference as large would be
    if each of these were the toss of a fair coin.
    """
    hits = [[own == label for own, label in zip(taken, examples.labels)] for taken in (first, second)]
    only_first = sum(a and not b for a, b in zip(*hits))
    only_second = sum(b and not a for a, b in zip(*hits))
    tosses = only_first + only_second
    tail = sum(math.comb(tosses, heads) for heads in range(min(only_first, only_second) + 1))
    return {"onlyFirst": only_first, "onlySecond": only_second, "p": min(1.0, 2 * tail / 2**tosses)}


def is_falling(history):
    """Whether the validation loss was lowest at the end, so that more epochs might have lowered it further."""
    lost = [epoch["validationLoss"] for epoch in history]
    return len(lost) > 1 and lost[-1] == min(lost)


def in_percent(measured):
    return f"{100 * measured['share']:5.1f} % ({100 * measured['low']:.1f} to {100 * measured['high']:.1f})"


def table(runs):
    """A line a run."""
    width = max(len(name) for name in runs)
    lines = [f"{'':{width}}  {'rate':>8}  {'validation':>22}  {'test':>22}  {'seconds':>8}"]
    for name, run in runs.items():
        if "stopped" in run:
            lines.append(f"{name:{width}}  stopped: {run['stopped']}")
            continue
        cells = f"{run['rate']:8.2g}  {in_percent(run['validation']):>22}  {in_percent(run['test']):>22}"
        lines.append(f"{name:{width}}  {cells}  {run['seconds']:8.1f}")
    return "\n".join(lines)
