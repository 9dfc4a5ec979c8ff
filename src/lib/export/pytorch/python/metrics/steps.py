def train_loss(seen):
    return seen.loss


def total_gradient_norm(seen):
    """Of the gradients of all parameters together, before clipping."""
    return seen.norm


def applied_gradient_norm(seen):
    """The same after clipping."""
    return seen.applied_norm


def peak_loss(seen):
    """The largest loss of a batch since the last measurement."""
    return seen.peak_loss


def peak_gradient_norm(seen):
    return seen.peak_norm


def gradient_norm(seen):
    """Of dC/dW, one number a layer; gates and projections, which lie beside the others, are left out."""
    return [gradient.norm().item() for tensor, gradient in seen.gradients if tensor.is_counted_weight]


def bias_gradient_norm(seen):
    """Of dC/db, one number a hidden layer with biases."""
    return [gradient.norm().item() for tensor, gradient in seen.gradients if tensor.is_hidden_bias]


def bias_gradients(seen):
    """dC/db of every neuron of the hidden layers."""
    return [value for tensor, gradient in seen.gradients if tensor.is_hidden_bias for value in gradient.tolist()]
