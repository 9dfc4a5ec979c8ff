import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Challenge } from '../../experiments/challenge.ts';
import { parseValues, type TextValues } from '../../experiments/params.ts';
import { experimentOf, type ExperimentId } from '../../experiments/registry.ts';
import type { RunLog } from '../../experiments/runlog.ts';
import { RunRecorder } from '../../runner/RunRecorder.ts';
import { Gate } from '../../worker/Gate.ts';
import { LocalTrainer } from '../../worker/LocalTrainer.ts';
import { runArms } from '../../worker/runArms.ts';
import { fileShards } from '../data/file-shards.ts';

export interface Rerun {
  /** Of the arms that ended among the finite numbers. */
  readonly log: RunLog;
  readonly digests: Readonly<Record<string, string>>;
}

/** Makes the run of an answer again, in this process on WebAssembly, which gives the same bits as in any browser. */
export class Rerunner {
  readonly #trainer: LocalTrainer;

  /** @param root of the repository, with the engine and the data that `npm run assets` makes. */
  constructor(root: string) {
    const within = (...parts: string[]): string => join(root, ...parts);
    this.#trainer = new LocalTrainer({
      engine: { kernelsWasm: () => readFile(within('src', 'lib', 'core', 'wasm', 'kernels.wasm')) },
      shards: fileShards(within('public', 'data')),
      weights: fileShards(within('public', 'weights')),
      now: () => performance.now(),
    });
  }

  async run(example: ExperimentId, { arms }: Challenge, params: TextValues, seed: number): Promise<Rerun> {
    const experiment = experimentOf(example);
    if (experiment.kind === 'compute') return { log: experiment.compute(parseValues(experiment.params, params)), digests: {} };
    const recorder = new RunRecorder();
    await runArms(
      [this.#trainer],
      { experiment: example, arms, params, seed, backend: 'wasm' },
      { onEvent: (arm, event) => recorder.onEvent(arm, event), onArmDone: (arm) => recorder.finish(arm) },
      new Gate(),
      new AbortController().signal,
    );
    return { log: recorder.finishedLog(), digests: recorder.digests() };
  }
}
