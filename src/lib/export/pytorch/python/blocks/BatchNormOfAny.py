class BatchNormOfAny(nn.BatchNorm1d):
    """
    Of a single example too, which PyTorch refuses to normalise in training: each feature minus its own mean leaves 0, so that the output
    is the shift alone, whatever comes in.
    """

    def forward(self, x):
        if not self.training or len(x) > 1:
            return super().forward(x)
        with torch.no_grad():
            self.running_mean += self.momentum * (x[0] - self.running_mean)
            self.running_var -= self.momentum * self.running_var
        # Times zero, so that the gradients of what comes before are there, and zero.
        return x * 0 * self.weight + self.bias
