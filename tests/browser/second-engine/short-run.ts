import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Engine } from '../../../src/lib/core/net.ts';
import { createSession, type SessionOptions } from '../../../src/lib/core/session.ts';
import { loadDataset } from '../../../src/lib/datasets/load.ts';
import type { ShardSource } from '../../../src/lib/datasets/source.ts';
import { planOf, type TrainingPlan } from '../../../src/lib/experiments/experiment.ts';
import type { Frame } from '../../../src/lib/experiments/frame.ts';
import type { TrainingMetric } from '../../../src/lib/experiments/metrics.ts';
import { experimentIds, experimentOf, type ExperimentId } from '../../../src/lib/experiments/registry.ts';
import { presetValues } from '../../../src/lib/runner/state.ts';

/** Plain data, so that it can be handed to a page. */
export interface ShortRun {
  readonly example: ExperimentId;
  readonly seed: number;
  /** Crops and flips, which no example of the registry has, instead of what the example says. */
  readonly augment?: true;
}

/** SHA-256, hexadecimal. */
export interface ArmDigests {
  /** Of weights, velocities and running statistics after the last step. */
  readonly state: string;
  /** Of all that was measured on the way. */
  readonly frames: string;
}

export const trainingIds: readonly ExperimentId[] = experimentIds.filter((id) => experimentOf(id).kind === 'training');

const STEPS = 12;

/** The quick preset of an example, every arm, but few steps and a small test set. */
export async function shortRun(run: ShortRun, engine: Engine, shards: ShardSource): Promise<Record<string, ArmDigests>> {
  const experiment = experimentOf(run.example);
  if (experiment.kind !== 'training') throw new Error(`"${run.example}" computes; there is nothing to train.`);
  const values = presetValues(experiment, 'quick');
  const request = { ...experiment.dataset(values), test: 100 };
  const dataset = await loadDataset(request, shards, () => undefined, new AbortController().signal);
  // The loss besides, which after a few steps tells runs apart that have the same errors.
  const metrics = [...new Set(['trainLoss', ...Object.keys(experiment.metrics)])] as TrainingMetric[];
  const digests: Record<string, ArmDigests> = {};
  for (const [name, arm] of Object.entries(experiment.arms)) {
    const plan = shortened(planOf(experiment, name, values), run);
    digests[name] = await train(engine, { layers: arm.model(values), plan, metrics, dataset, seed: run.seed });
  }
  return digests;
}

function shortened(plan: TrainingPlan, { augment }: ShortRun): TrainingPlan {
  return { ...plan, steps: STEPS, measureEvery: Math.min(plan.measureEvery, 5), augment: augment ?? plan.augment };
}

async function train(engine: Engine, options: SessionOptions): Promise<ArmDigests> {
  const session = await createSession(engine, options);
  const measured: Frame[] = [];
  try {
    while (session.step < session.totalSteps) {
      const { frames, divergence } = await session.advance(session.totalSteps);
      if (divergence !== undefined) throw new Error(`A short run diverged at step ${divergence.step}.`);
      measured.push(...frames);
    }
    measured.push(...(await session.finish()).frames);
    const { weights, velocities, statistics } = (await session.checkpoint()).net;
    return {
      state: digest(
        [...weights, ...velocities, ...statistics].map(
          ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
        ),
      ),
      frames: digest([utf8ToBytes(JSON.stringify(measured))]),
    };
  } finally {
    session.dispose();
  }
}

function digest(parts: readonly Uint8Array[]): string {
  const hash = sha256.create();
  for (const part of parts) hash.update(part);
  return bytesToHex(hash.digest());
}
