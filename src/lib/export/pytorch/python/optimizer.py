def optimizer_of(net, plan):
    """Gradient descent with momentum; weight decay on weight matrices and kernels alone, and each layer's own learning rate."""
    groups = [
        {
            "params": [tensor.value],
            "lr": plan.learning_rate * tensor.rate,
            "weight_decay": plan.weight_decay * tensor.is_weight,
        }
        for tensor in tensors_of(net)
        if tensor.learns
    ]
    momentum = plan.momentum(0) if callable(plan.momentum) else plan.momentum
    return torch.optim.SGD(groups, lr=plan.learning_rate, momentum=momentum, nesterov=plan.nesterov and momentum > 0)


def clip(gradients, rule):
    """Gradient clipping (Pascanu et al. 2013), in place."""
    by, threshold = rule
    if by == "value":
        for gradient in gradients:
            gradient.clamp_(-threshold, threshold)
    else:
        factor = min(1.0, threshold / (total_norm(gradients) + 1e-6))
        for gradient in gradients:
            gradient.mul_(factor)


def total_norm(gradients):
    """The Euclidean norm of all gradients together."""
    return torch.stack([gradient.norm() for gradient in gradients]).norm().item()
