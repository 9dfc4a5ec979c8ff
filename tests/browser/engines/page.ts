import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { batches } from '../../../src/lib/core/batches.ts';
import type { Choice } from '../../../src/lib/core/choice.ts';
import { fastestEngine, openEngine } from '../../../src/lib/core/engines.ts';
import { netOptions } from '../../../src/lib/core/session.ts';
import type { Task } from '../../../src/lib/core/timing.ts';
import type { Backend, Frame } from '../../../src/lib/experiments/frame.ts';
import { ArmRun, type EngineSource } from '../../../src/lib/worker/ArmRun.ts';
import { engineFiles } from '../../../src/lib/worker/engineFiles.ts';
import type { TrainerEvent } from '../../../src/lib/worker/protocol.ts';
import { curve, nets, type NetName } from './curve.ts';

const now = (): number => performance.now();

const source: EngineSource = {
  open: (backend) => openEngine(backend, engineFiles),
  fastest: (task, request) => fastestEngine(task, { files: engineFiles, ...request }),
};

async function fastest(): Promise<Choice> {
  const { plan, dataset, seed } = nets.residual(1);
  const batch = batches(dataset, { batchSize: plan.batchSize, augment: plan.augment, seed }).next().value;
  const task: Task = { net: netOptions(nets.residual(1)), batch };
  const { backend, reason, isTimed } = await source.fastest(task, {
    excluded: [],
    onProgress: () => undefined,
    signal: new AbortController().signal,
    now,
  });
  return { backend, reason, isTimed };
}

/** Takes a device away, as a driver that crashes does. */
const take = {
  webgpu: () => {
    const backend: unknown = tf.findBackend('webgpu');
    if (backend instanceof WebGPUBackend) backend.device.destroy();
  },
  webgl: () => {
    const backend: unknown = tf.findBackend('webgl');
    if (backend instanceof MathBackendWebGL) backend.gpgpu.gl.getExtension('WEBGL_lose_context')?.loseContext();
  },
} as const;

export interface Loss {
  readonly backend: keyof typeof take;
  readonly steps: number;
  /** The step after which the device goes away: before the next ones are asked for, or while they compute. */
  readonly after: number;
  readonly moment: 'between' | 'within';
}

/** Trains an arm whose device goes away; all that it told. */
async function loseDevice({ backend, steps, after, moment }: Loss): Promise<readonly TrainerEvent[]> {
  const run = new ArmRun({ session: nets.residual(steps), request: { backend }, engines: source, faults: [], now });
  const told: TrainerEvent[] = [];
  const events = run.events(new AbortController().signal);
  let isTaken = false;
  for (;;) {
    const asked = events.next({ steps: 2, milliseconds: 1e9 });
    const last = told.at(-1);
    const step = last?.type === 'frames' ? (last.frames.at(-1)?.step ?? 0) : -1;
    if (!isTaken && step >= after) {
      isTaken = true;
      if (moment === 'within') await new Promise((resolve) => setTimeout(resolve, 1));
      take[backend]();
    }
    const { value, done } = await asked;
    if (done) return told;
    told.push(value);
  }
}

const engines = {
  fastest,
  open: async (backend: Backend): Promise<Backend> => (await source.open(backend)).backend,
  curve: async (backend: Backend, steps: number, net: NetName): Promise<readonly Frame[]> =>
    curve(await source.open(backend), steps, net),
  loseDevice,
};

declare global {
  interface Window {
    engines: typeof engines;
  }
}

window.engines = engines;
