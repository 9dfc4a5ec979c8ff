class FlattenPixels(nn.Module):
    """[N, C, H, W] to [N, H * W * C], in the book's order."""

    def forward(self, x):
        return x.permute(0, 2, 3, 1).flatten(1)
