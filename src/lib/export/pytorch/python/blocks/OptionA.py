class OptionA(nn.Module):
    """The shortcut without parameters: every second pixel, and zeros as the channels that are missing."""

    def __init__(self, more_channels):
        super().__init__()
        self.more_channels = more_channels

    def forward(self, x):
        return F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, 0, self.more_channels))
