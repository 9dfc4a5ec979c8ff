def losses(logits, targets):
    """Cross-entropy of independent logistic outputs, summed over them, one number an example."""
    wanted = F.one_hot(targets, logits.shape[1]).to(logits) if targets.dtype == torch.long else targets
    return F.binary_cross_entropy_with_logits(logits, wanted, reduction="none").sum(dim=1)
