class Highway(nn.Module):
    """H(x) T(x) + x (1 - T(x)) with T = sigmoid(gate(x)) (Srivastava et al. 2015, eq. 3); both keep the shape of x."""

    def __init__(self, *transform, gate, gates_transform=True):
        super().__init__()
        self.branch = nn.Sequential(*transform)
        self.gate = nn.Sequential(*gate, nn.Sigmoid())
        # Without: H(x) + x (1 - T(x)), the shortcut-only gating of He et al. 2016b.
        self.gates_transform = gates_transform

    def forward(self, x):
        opening = self.gate(x)
        transformed = self.branch(x)
        return (transformed * opening if self.gates_transform else transformed) + x * (1 - opening)
