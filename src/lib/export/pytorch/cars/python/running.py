def parsed(arguments):
    parser = argparse.ArgumentParser(description=TITLE)
    add = parser.add_argument
    add("--data", type=Path, default=Path("data"), help="folder of the images")
    add("--out", type=Path, default=Path("stanford-cars"), help="folder for the report and the pictures")
    add("--arms", nargs="+", choices=list(ARMS), default=DEFAULTS["arms"], help="train these only")
    add("--augment", nargs="+", choices=["plain", "randaugment"], default=DEFAULTS["augment"], help="each arm with these")
    add("--ops", type=int, default=DEFAULTS["ops"], help="N of RandAugment: operations an image")
    add("--magnitude", type=int, default=DEFAULTS["magnitude"], help="M of RandAugment, of 0 to 30")
    add("--weights", default="imagenet", help="imagenet, imagenet-v2, random, or a file of a ResNet-50's weights")
    add("--top", choices=["stages", "bottlenecks"], default=DEFAULTS["top"], help='what the "top two blocks" are')
    add("--norms", choices=["batch", "stored"], default="batch", help="how what is trained is normalised in training")
    add("--image-size", type=int, default=DEFAULTS["image_size"], help="pixels a side")
    add("--batch-size", type=int, default=DEFAULTS["batch_size"], help="images a step, of all processes together")
    add("--epochs", type=int, default=DEFAULTS["epochs"], help="passes over the training images")
    add("--scratch-epochs", type=int, help=f"of the arm from random weights; by default {SCRATCH_PATIENCE} times --epochs")
    add("--tune", action="store_true", default=DEFAULTS["tune"], help="search a rate for each arm by the validation images")
    add("--no-tune", dest="tune", action="store_false", help="take the learning rates as given")
    add("--tune-epochs", type=int, help="passes in a trial of a learning rate; by default a third of --epochs")
    add("--optimizer", choices=["adam", "sgd"], default="adam", help="AdamW, or descent with a Nesterov momentum of 0.9")
    add("--weight-decay", type=float, default=1e-4, help="of weight matrices and kernels")
    add("--validation", type=float, default=0.15, help="share of the training images of each class to choose by")
    add("--seed", type=int, default=DEFAULTS["seed"], help="of the split, the new weights, the order and the changes of the images")
    add("--pictures", type=int, default=20, help="right and wrong images of each arm to make Grad-CAM of")
    add("--keep-weights", action="store_true", help="write the trained weights of each arm, 100 MB each, next to the report")
    add("--workers", type=int, default=min(8, os.cpu_count() or 1), help="processes that read images, beside each that trains")
    add("--amp", action="store_true", help="mixed precision, on a GPU")
    add("--cpu", action="store_true", help="do not use a GPU")
    options = parser.parse_args(arguments)
    if options.scratch_epochs is None:
        options.scratch_epochs = SCRATCH_PATIENCE * options.epochs
    if options.tune_epochs is None:
        options.tune_epochs = max(1, options.epochs // 3)
    for name in ("ops", "image_size", "batch_size", "epochs", "scratch_epochs", "tune_epochs"):
        if getattr(options, name) < 1:
            parser.error(f"--{name.replace('_', '-')} has to be 1 at least, and is {getattr(options, name)}")
    if options.image_size < 32:
        parser.error(f"--image-size has to be 32 at least, since the network halves it five times, and is {options.image_size}")
    if not 0 <= options.magnitude <= 30:
        parser.error(f"--magnitude has to be 0 to 30, and is {options.magnitude}")
    if not 0 < options.validation < 1:
        parser.error(f"--validation has to be a share between 0 and 1, and is {options.validation:g}")
    if options.amp and (options.cpu or not torch.cuda.is_available()):
        parser.error("--amp is for a GPU, and none is used here")
    return options


def main(arguments=None):
    options = parsed(arguments)
    data = read_data(options.data, options.validation, options.seed)
    machine = Machine(*processes(options.cpu))
    rank, count = machine.share
    if not 2 * count <= options.batch_size <= len(data.train):
        raise SystemExit(
            f"--batch-size is {options.batch_size}: it can be {2 * count} at least, two for each process, and {len(data.train)} at most, the"
            " images to train on."
        )
    say = (lambda text: print(text, flush=True)) if rank == 0 else lambda _: None
    say(f"{len(data.train)} images to train on, {len(data.validation)} for validation, {len(data.test)} to test on;")
    say(f"{len(data.classes)} classes. On {count} x {named(machine.device)}.\n")
    report = {"title": TITLE, **described(options, data, machine), "runs": {}, "comparisons": []}
    given = {}
    for name in ARMS:
        for augment in ("plain", "randaugment"):
            if name in options.arms and augment in options.augment:
                run = name if augment == "plain" else f"{name}+randaugment"
                say(f"{run}: {ARMS[name].label}")
                try:
                    report["runs"][run], given[run] = of_arm(run, ARMS[name], augment, data, options, machine, say)
                except Diverged as end:
                    say(f"  stopped: {end}")
                    report["runs"][run] = {"arm": name, "augment": augment, "stopped": str(end)}
                except Unreadable as error:
                    raise SystemExit(str(error)) from None
                save(report, options, rank)
    for first, second in combinations(given, 2):
        report["comparisons"].append({"first": first, "second": second, **compared(given[first], given[second], data.test)})
    save(report, options, rank)
    say(f"\n{table(report['runs'])}")
    say(f"\nIntervals of 95 %, for the chance of the images alone. All else is in {options.out / 'report.json'}.")
    if count > 1:
        distributed.destroy_process_group()
    return report


def of_arm(run, arm, augment, data, options, machine, say):
    """One arm from its rate to its pictures: what the report says of it, and the class that each test image was taken for."""
    epochs = options.epochs if arm.transferred else options.scratch_epochs
    started = time.monotonic()
    rate, trials = chosen_rate(arm, data, augment, options, machine, say) if options.tune else (arm.rate, [])
    tuning = time.monotonic() - started
    net = make_net(arm, len(data.classes), options)
    history = train(net, arm, data, rate, epochs, augment, options, machine, say)
    if is_falling(history):
        say("  The validation loss was still falling at the end: more epochs may do better.")
    # Everything is chosen by now: the test images are looked at once.
    taken, _ = answers(net, data.test, options, machine)
    made = pictures(net, data, taken, options, machine, options.out / run) if machine.share[0] == 0 else []
    if made:
        largest = max(picture["error"] for picture in made)
        held = "held" if largest < 1e-3 else "failed"
        say(f"  [{held}] Z alpha = w, and the Grad-CAM map adds up to the logit but for its bias: off by {largest:.1g} at most")
    if options.keep_weights and machine.share[0] == 0:
        torch.save(net.state_dict(), options.out / f"{run}.pt")
    return {
        "arm": next(name for name, one in ARMS.items() if one is arm),
        "augment": augment,
        "trainedParameters": sum(value.numel() for value in net.parameters() if value.requires_grad),
        "rate": rate,
        "trials": trials,
        "epochs": history,
        "stillFalling": is_falling(history),
        "seconds": history[-1]["seconds"],
        "tuningSeconds": tuning if options.tune else 0,
        "validation": accuracy(history[-1]["validationRight"], len(data.validation)),
        "test": accuracy(rightly(taken, data.test), len(data.test)),
        "confusions": confusions(taken, data.test, data.classes),
        "pictures": made,
    }, taken


def described(options, data, machine):
    """What a reader of the report has to know to do the same again."""
    settings = {name: str(value) if isinstance(value, Path) else value for name, value in vars(options).items()}
    return {
        "settings": settings,
        "machine": {
            "device": named(machine.device),
            "processes": machine.share[1],
            "python": platform.python_version(),
            "torch": torch.__version__,
            "torchvision": torchvision.__version__,
        },
        "classes": data.classes,
        "images": {"train": len(data.train), "validation": len(data.validation), "test": len(data.test)},
    }


def named(device):
    return torch.cuda.get_device_name(device) if device.type == "cuda" else f"{platform.machine()} processor"


def save(report, options, rank):
    """After each arm, so that what was trained is kept whatever comes."""
    if rank == 0:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "report.json").write_text(json.dumps(report, indent=1))
