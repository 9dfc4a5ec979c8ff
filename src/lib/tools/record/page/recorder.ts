/**
 * The recorder's page: runs an example once, with the workers, trainers and scheduling of the book's own pages, and hands the
 * result to the command line that opened it. Not part of the book.
 */
import type { PresetName } from '../../../experiments/experiment.ts';
import { formatValues } from '../../../experiments/params.ts';
import { experimentOf, type ExperimentId } from '../../../experiments/registry.ts';
import type { RunLog } from '../../../experiments/runlog.ts';
import { calibrate } from '../../../runner/calibration.ts';
import { longestFirst } from '../../../runner/cost.ts';
import { RunRecorder } from '../../../runner/RunRecorder.ts';
import { armsOf, presetValues } from '../../../runner/state.ts';
import { Gate } from '../../../worker/Gate.ts';
import { runArms } from '../../../worker/runArms.ts';
import { WorkerTrainer } from '../../../worker/WorkerTrainer.ts';
import type { Backend } from '../../../worker/protocol.ts';

export interface RecordedRun {
  readonly log: RunLog;
  readonly digests: Readonly<Record<string, string>>;
  /** Wall-clock seconds of training, all arms, without loading engine and data. */
  readonly seconds: number;
  /** Milliseconds of the calibration loop in this browser. */
  readonly calibration: number;
}

declare global {
  interface Window {
    record: (id: ExperimentId, preset: PresetName, seed: number, backend: Backend) => Promise<RecordedRun>;
  }
}

/** Two workers, as on the book's pages. They live as long as the page, so only the first run loads engine and data. */
const trainers = [new WorkerTrainer(), new WorkerTrainer()];

window.record = async (id, preset, seed, backend) => {
  const experiment = experimentOf(id);
  const values = presetValues(experiment, preset);
  const calibration = calibrate(() => performance.now());
  if (experiment.kind === 'compute') {
    const start = performance.now();
    const log = experiment.compute(values);
    return { log, digests: {}, seconds: (performance.now() - start) / 1000, calibration };
  }

  const recorder = new RunRecorder();
  const arms = longestFirst(experiment, armsOf(experiment, preset), values);
  let trainingSince: number | undefined;
  await runArms(
    trainers,
    { experiment: id, arms, params: formatValues(experiment.params, values), seed, backend },
    {
      onEvent: (arm, event) => {
        if (event.type === 'started') trainingSince ??= performance.now();
        if (event.type === 'diverged') {
          const { step, layer, tensor } = event.report;
          throw new Error(`${id}, ${arm}, seed ${seed} diverged at step ${step}: ${tensor} of "${layer}" is not finite.`);
        }
        recorder.onEvent(arm, event);
      },
      onArmDone: (arm) => recorder.finish(arm),
    },
    new Gate(),
    new AbortController().signal,
  );
  const seconds = (performance.now() - (trainingSince ?? performance.now())) / 1000;
  return { log: recorder.finishedLog(), digests: recorder.digests(), seconds, calibration };
};
