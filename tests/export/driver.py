"""
Runs exported scripts in one process, since loading PyTorch takes longer than a few steps of most nets.

    python3 driver.py JOB.json RESULT.json

The job: {"folder", "data", "weights", "steps", "examples": [{"id", "logs": [{arm: log}, ...]}]}. The result, by id: "arms", what each arm of the quick
preset measured in that many steps from seed 0; "moved", of nets with normalisations, the same from weights that are off by about a
millionth; "claims", for each log of the job and each claim of the script [held, evidence], or null where
it could not be decided; "applies", for each claim whether it speaks of the quick preset.
"""

import importlib.util
import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

torch.set_num_threads(1)


def loaded(path):
    spec = importlib.util.spec_from_file_location(path.stem.replace("-", "_"), path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def finding(script, claim, log, values):
    anywhere = replace(claim, applies=None)
    status, evidence = script.judge(anywhere, log, values)
    return None if status == "pending" else [status == "held", evidence]


def applies(script, claim, values):
    return claim.applies is None or bool(claim.applies(script.Record(values)))


def steps(script, make_net, plan, data, start):
    return script.train(make_net, plan, data, 0, torch.device("cpu"), (0, 1), lambda _: None, start)


def moved_from(start):
    """A net's initial values, drawn or stored as ever, and then its weights moved."""

    def moved(net):
        if start is not None:
            start(net)
        random = np.random.default_rng(0)
        with torch.no_grad():
            for layer in net.modules():
                for name, value in layer.named_parameters(recurse=False) if hasattr(layer, "starts") else ():
                    value *= torch.from_numpy(1 + 1e-6 * random.standard_normal(value.shape)).float()

    return moved


def run(job, example):
    script = loaded(Path(job["folder"]) / f"{example['id']}.py")
    preset = script.presets()["quick"]
    trained, moved, data = {}, {}, {}
    for arm, (make_net, plan) in preset.arms.items():
        load = preset.own_data.get(arm, preset.data)
        if load not in data:
            data[load] = load(Path(job["data"]))
        start = preset.starts[arm](Path(job["weights"])) if arm in preset.starts else None
        few = replace(plan, steps=job["steps"])
        trained[arm] = steps(script, make_net, few, data[load], start)
        if any("Norm" in type(layer).__name__ for layer in make_net().modules()):
            moved[arm] = steps(script, make_net, few, data[load], moved_from(start))
    claims = script.claims()
    return {
        "arms": trained,
        "moved": moved,
        "claims": [[finding(script, claim, log, preset.values) for claim in claims] for log in example["logs"]],
        "applies": [applies(script, claim, preset.values) for claim in claims],
        "notChecked": script.not_checked(),
    }


job_file, result_file = map(Path, sys.argv[1:])
job = json.loads(job_file.read_text())
result_file.write_text(json.dumps({example["id"]: run(job, example) for example in job["examples"]}))
