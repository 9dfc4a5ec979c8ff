@dataclass(frozen=True)
class Arm:
    """A way to a classifier."""

    label: str
    # Of the network: "head", "top" or "all".
    trains: str
    # The learning rate at its top, where none is searched for.
    rate: float
    # Whether it starts from the weights that --weights names, or from random ones.
    transferred: bool = True
