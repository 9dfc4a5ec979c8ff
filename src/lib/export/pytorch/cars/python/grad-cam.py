def grad_cam(net, image, taken):
    """
    Grad-CAM of the last stage for one image [3, H, W] and the class it was taken for (Selvaraju et al. 2017): alpha_k is the mean over the
    Z places of the derivative of the logit by channel k, and the map relu(sum_k alpha_k A^k). In a ResNet-50 pooling and a linear head
    follow, so that Z alpha = w, and the map before the rectifier adds up to the logit but for its bias. Gives the map, and by how much
    either identity is missed, relative to what is compared.
    """
    net.eval()
    with torch.no_grad():
        stages = [net.conv1, net.bn1, net.relu, net.maxpool, net.layer1, net.layer2, net.layer3, net.layer4]
        maps = nn.Sequential(*stages)(image[None])
    maps.requires_grad_()
    with torch.enable_grad():
        logit = net.fc(net.avgpool(maps).flatten(1))[0, taken]
        (slope,) = torch.autograd.grad(logit, maps)
    with torch.no_grad():
        alpha = slope[0].mean(dim=(1, 2))
        terms = alpha[:, None, None] * maps[0]
        evidence = terms.sum(dim=0)
        weights = net.fc.weight[taken]
        places = evidence.numel()
        off_weights = (places * alpha - weights).abs().max() / weights.abs().max()
        off_sum = (evidence.sum() - (logit - net.fc.bias[taken])).abs() / terms.abs().sum()
    return evidence.clamp(min=0).cpu(), max(off_weights.item(), off_sum.item())


def pictures(net, data, taken, options, machine, folder):
    """
    Grad-CAM of the first right and the first wrong test images, in an order that the seed decides and no one's eyes: on the left the image,
    on the right the evidence for the class that it was taken for, over the same in grey.
    """
    order = Stream(options.seed, "pictures").shuffle(list(range(len(data.test))))
    seen = Pictures(data.test, middle(options.image_size))
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for kind, is_right in (("right", True), ("wrong", False)):
        places = [place for place in order if (taken[place] == data.test.labels[place]) == is_right][: options.pictures]
        for count, place in enumerate(places, start=1):
            image, label, _ = seen[place, 0]
            evidence, error = grad_cam(net, image.to(machine.device), taken[place])
            file = folder / f"{kind}-{count:02}.png"
            overlaid(image, evidence).save(file)
            made.append(
                {
                    "file": f"{folder.name}/{file.name}",
                    "image": str(data.test.paths[place]),
                    "truth": data.classes[label],
                    "taken": data.classes[taken[place]],
                    "error": error,
                }
            )
    return made


def overlaid(image, evidence):
    """Both, side by side. The evidence is divided by its largest value: it says where, not how much."""
    pixels = (image.cpu() * torch.tensor(DEVIATION)[:, None, None] + torch.tensor(MEAN)[:, None, None]).clamp(0, 1)
    grey = pixels.mean(dim=0, keepdim=True).expand(3, -1, -1)
    strength = F.interpolate(evidence[None, None], size=pixels.shape[1:], mode="bilinear", align_corners=False)[0]
    strength = 0.75 * strength / strength.max().clamp(min=1e-12)
    orange = torch.tensor([0.90, 0.36, 0.0])[:, None, None]
    both = torch.cat([pixels, (1 - strength) * grey + strength * orange], dim=2)
    return Image.fromarray((255 * both).round().byte().permute(1, 2, 0).numpy())
