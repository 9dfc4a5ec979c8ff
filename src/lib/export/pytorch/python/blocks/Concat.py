class Concat(nn.Module):
    """[x, branch(x)] along the channels: one layer of a dense block (Huang et al. 2017, eq. 2)."""

    def __init__(self, *branch):
        super().__init__()
        self.branch = nn.Sequential(*branch)

    def forward(self, x):
        return torch.cat([x, self.branch(x)], dim=1)
