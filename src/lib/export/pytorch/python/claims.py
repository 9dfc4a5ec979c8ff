class Record(dict):
    """A dictionary whose values can be named with a dot: arms.plain20.trainLoss.last."""

    def __getattr__(self, name):
        if name not in self:
            raise KeyError(f'"{name}" was not measured here')
        return self[name]


@dataclass(frozen=True)
class Claim:
    """A sentence of the book, and the comparison that decides it."""

    text: str
    # The arms that it speaks of.
    arms: list
    # From the arms' series and the settings: whether it held, and the numbers that decided it.
    test: Callable
    # The settings that it speaks of, in words and as a condition.
    needs: str = ""
    applies: Optional[Callable] = None


def judge(claim, log, values):
    """"held", "failed" or "pending", with the numbers or the reason."""
    settings = Record(values)
    try:
        if claim.applies is not None and not claim.applies(settings):
            return "pending", f"tested {claim.needs}"
        missing = [arm for arm in claim.arms if arm not in log]
        if missing:
            return "pending", f"not trained to the end: {', '.join(missing)}"
        arms = Record({arm: Record({name: series_of(series) for name, series in log[arm].items()}) for arm in claim.arms})
        finding = claim.test(arms, settings)
    except Exception as error:  # For example a division by zero, which is infinite in the page.
        return "pending", f"could not be decided: {error}"
    return ("held" if finding.held else "failed"), finding.evidence


def series_of(series):
    return Record(x=series["x"], y=series["y"], first=series["y"][0], last=series["y"][-1])


def found(held, evidence):
    return Record(held=bool(held), evidence=evidence)


def show(value):
    """Three significant digits."""
    return f"{value:.3g}"


def exceeds(a, b, by=0):
    return found(a > b + by, f"{show(a)} against {show(b)}" + (f" (asked: by more than {show(by)})" if by else ""))


def not_above(a, b, by=0):
    return found(a <= b + by, f"{show(a)} against {show(b)}" + (f" (allowed: {show(by)} above)" if by else ""))


def at_least(value, bound, what=""):
    return found(value >= bound, f"{what}{show(value)}, asked: at least {show(bound)}")


def near(value, target, relative):
    return found(abs(value - target) <= relative * abs(target), f"{show(value)}, expected {show(target)}")


def spread(values, relative):
    """The values are the same but for rounding."""
    return found(max(values) - min(values) <= relative * max(values), f"{show(min(values))} to {show(max(values))}")


def all_near(values, target, relative):
    held = all(abs(value - target) <= relative * abs(target) for value in values)
    return found(held, f"{show(min(values))} to {show(max(values))}, expected {show(target)}")


def increasing(values):
    return found(all(a < b for a, b in zip(values, values[1:])), " < ".join(map(show, values)))


def every(*findings):
    return found(all(finding.held for finding in findings), "; ".join(finding.evidence for finding in findings))


def item(values, place, otherwise):
    """values[place], or something else beyond the ends."""
    return values[place] if 0 <= place < len(values) else otherwise


def otherwise(value, instead):
    return instead if value is None else value


def place_of(condition, values):
    """Of the first value that meets the condition; -1 where none does."""
    return next((place for place, value in enumerate(values) if condition(value)), -1)


def last_place_of(condition, values):
    return max((place for place, value in enumerate(values) if condition(value)), default=-1)
