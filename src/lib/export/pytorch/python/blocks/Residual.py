class Residual(nn.Module):
    """shortcut_scale * S(x) + branch_scale * F(x) (He et al. 2016, eq. 1 and 2)."""

    def __init__(self, *branch, shortcut=None, branch_scale=1.0, shortcut_scale=1.0):
        super().__init__()
        self.branch = nn.Sequential(*branch)
        self.shortcut = nn.Identity() if shortcut is None else shortcut
        self.branch_scale, self.shortcut_scale = branch_scale, shortcut_scale

    def forward(self, x):
        return self.shortcut_scale * self.shortcut(x) + self.branch_scale * self.branch(x)
