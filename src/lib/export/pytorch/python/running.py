def main(arguments=None):
    parser = argparse.ArgumentParser(description=TITLE)
    parser.add_argument("--preset", choices=list(presets()), default=PRESET)
    parser.add_argument("--arms", nargs="+", help="train these only")
    parser.add_argument("--seed", type=int, default=SEED, help="of the initial weights and the order of the batches")
    parser.add_argument("--steps", type=int, help="updates, in place of the preset's")
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder for the data sets")
    if any(preset.starts for preset in presets().values()):
        parser.add_argument("--weights", type=Path, default=HERE, help="folder of the stored weights; by default the script's own")
    parser.add_argument("--log", type=Path, help="JSON file for all that was measured")
    parser.add_argument("--cpu", action="store_true", help="do not use a GPU")
    options = parser.parse_args(arguments)
    preset = presets()[options.preset]
    unknown = [arm for arm in options.arms or [] if arm not in preset.arms]
    if unknown:
        parser.error(f"there is no arm {', '.join(unknown)} in this preset; there are {', '.join(preset.arms)}")

    device, share = processes(options.cpu)
    say = print if share[0] == 0 else lambda *_: None
    logs, finished, loaded = {}, {}, {}
    for arm in options.arms or preset.arms:
        make_net, plan = preset.arms[arm]
        if options.steps is not None:
            plan = replace(plan, steps=options.steps)
        load = preset.own_data.get(arm, preset.data)
        if load not in loaded:
            loaded[load] = load(options.data).to(device)
        start = preset.starts[arm](options.weights) if arm in preset.starts else None
        say(f"{arm}: {LABELS[arm]}")
        try:
            finished[arm] = logs[arm] = train(make_net, plan, loaded[load], options.seed, device, share, say, start)
        except Diverged as end:
            say(f"  stopped: {end}")

    say("\nWhat the book says of this example:")
    for claim in claims():
        status, why = judge(claim, finished, preset.values)
        say(f"  [{status}] {claim.text}\n           {why}")
    for text, why in not_checked():
        say(f"  [not checked here] {text}\n           {why}")
    if options.log is not None and share[0] == 0:
        options.log.write_text(json.dumps({"preset": options.preset, "seed": options.seed, "arms": logs}))
    if share[1] > 1:
        distributed.destroy_process_group()
    return logs


# A notebook has no file: its folder is the one it runs in.
HERE = Path(globals().get("__file__", "")).parent


def processes(only_cpu):
    """The device of this process, and its share of the work: torchrun tells each process which one it is, of how many."""
    has_gpu = torch.cuda.is_available() and not only_cpu
    count = int(os.environ.get("WORLD_SIZE", 1))
    if count == 1:
        return torch.device("cuda", 0) if has_gpu else torch.device("cpu"), (0, 1)
    distributed.init_process_group("nccl" if has_gpu else "gloo")
    local = int(os.environ.get("LOCAL_RANK", os.environ["RANK"]))
    if has_gpu:
        torch.cuda.set_device(local)
    return torch.device("cuda", local) if has_gpu else torch.device("cpu"), (distributed.get_rank(), count)
