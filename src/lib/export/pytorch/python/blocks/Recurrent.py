class Recurrent(nn.Module):
    """h_t = f(U x_t + W h_(t-1) + b) from h_0 = 0 (Elman 1990); of [N, T, features], the last state alone, [N, units]."""

    def __init__(self, inputs, units, function, weights, recurrence, biases):
        super().__init__()
        self.input = nn.Parameter(torch.empty(units, inputs))
        self.recurrence = nn.Parameter(torch.empty(units, units))
        self.bias = nn.Parameter(torch.empty(units))
        self.function = function
        starting(self, {"input": weights, "recurrence": recurrence, "bias": biases})

    def forward(self, x):
        state = x.new_zeros(len(x), len(self.bias))
        for now in x.unbind(dim=1):
            state = self.function(now @ self.input.T + state @ self.recurrence.T + self.bias)
        return state
