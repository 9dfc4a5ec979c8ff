def losses(logits, targets):
    """Half the squared distance from the targets, summed over the outputs, one number an example."""
    wanted = F.one_hot(targets, logits.shape[1]).to(logits) if targets.dtype == torch.long else targets
    return (logits - wanted).square().sum(dim=1) / 2
