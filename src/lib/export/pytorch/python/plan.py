@dataclass(frozen=True)
class Plan:
    """How a net is trained."""

    learning_rate: float
    # A number, or a function of the updates made so far.
    momentum: object
    nesterov: bool
    # Added to the gradient as weight_decay * W, for weight matrices and kernels only.
    weight_decay: float
    # ("norm", threshold), ("value", threshold), or None.
    clip: Optional[tuple]
    # None: the whole training set in every step.
    batch_size: Optional[int]
    steps: int
    augment: bool
    # Updates between two measurements of what costs time.
    measure_every: int
    # Class of the test example that single gates are looked at for; None: the first example of all.
    look_at: Optional[int] = None
    # After so many updates no weight moves any more, and the net is given inverted images, 1 - x; None: never.
    freeze_after: Optional[int] = None
    # The learning rate is multiplied by `drop` after each of these numbers of updates.
    drop: float = 1.0
    drop_after: tuple = ()
    # From the training images and random numbers to what changes a batch of them before it is cropped; None: nothing.
    change: Optional[Callable] = None
    # From the optimizer to what changes its learning rates from update to update, with the learning rate above at the top; None: nothing.
    schedule: Optional[Callable] = None
    # Where another net goes on: after how many updates, and from the net and the seed to that one; None: nowhere.
    continued: Optional[tuple] = None


@dataclass(frozen=True)
class Preset:
    # The settings of the example, by their names on the page.
    values: dict
    data: Callable
    # For each arm the function that makes its net, and its plan.
    arms: dict
    # Of arms that have data of their own.
    own_data: dict = field(default_factory=dict)
    # Of arms whose nets start from stored weights.
    starts: dict = field(default_factory=dict)
