class RmsNorm(nn.Module):
    """x / sqrt(mean(x^2) + eps), the mean over all numbers of an example, times a gain a channel (Zhang and Sennrich 2019)."""

    def __init__(self, channels, eps):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.eps = eps

    def forward(self, x):
        size = (x.square().flatten(1).mean(dim=1) + self.eps).sqrt()
        return x / size.reshape(-1, *[1] * (x.dim() - 1)) * self.weight.reshape(-1, *[1] * (x.dim() - 2))
