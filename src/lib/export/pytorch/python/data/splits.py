@dataclass(frozen=True)
class Split:
    # Images [N, C, H, W], sequences [N, T, features], or numbers [N, 1].
    inputs: torch.Tensor
    # Classes [N], or what the net is to give, [N, outputs].
    targets: torch.Tensor
    # What made numbers of bytes [..., C]; None where the inputs were no bytes.
    scale: Optional[Callable] = None

    def to(self, device):
        return replace(self, inputs=self.inputs.to(device), targets=self.targets.to(device))


@dataclass(frozen=True)
class Data:
    train: Split
    test: Split

    def to(self, device):
        return Data(self.train.to(device), self.test.to(device))
