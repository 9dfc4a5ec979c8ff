import * as tf from '@tensorflow/tfjs-core';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { Engine } from '../../../src/lib/core/net.ts';
import { openTapeEngine } from '../../../src/lib/core/tape/tape-engine.ts';
import type { Clip } from '../../../src/lib/experiments/experiment.ts';
import { prepareStock } from '../../../src/lib/tools/bench/page/stock-tfjs.ts';
import { workOf } from '../../../src/lib/tools/bench/works.ts';
import { cases, preparedNet, type Case } from '../../kernels/cases.ts';
import { countCalls } from './counting.ts';
import {
  diverge,
  farStatistics,
  manyRows,
  stepsOf,
  train,
  type Diverged,
  type OptimizerChange,
  type Trained,
} from './training.ts';

const dispatches = countCalls(GPUComputePassEncoder, 'dispatchWorkgroups');
const indirect = countCalls(GPUComputePassEncoder, 'dispatchWorkgroupsIndirect');
const reads = countCalls(GPUBuffer, 'mapAsync');

/** What some training steps ask of the GPU. */
export interface Asked {
  readonly dispatches: number;
  readonly reads: number;
}

async function asked(run: () => Promise<void>): Promise<Asked> {
  const before = { dispatches: dispatches.calls + indirect.calls, reads: reads.calls };
  await run();
  return { dispatches: dispatches.calls + indirect.calls - before.dispatches, reads: reads.calls - before.reads };
}

const { optimizer, ...plain20 } = workOf('plain-20');
const known: readonly Case[] = [...cases, manyRows, { ...plain20, name: 'plain-20' }];

let opened: Promise<Engine> | undefined;
const open = (): Promise<Engine> => (opened ??= openTapeEngine('webgpu'));

const caseOf = (name: string): Case => {
  const found = known.find((test) => test.name === name);
  if (found === undefined) throw new Error(`There is no case "${name}".`);
  return found;
};

/** What is in use of TensorFlow.js's memory. */
interface Memory {
  readonly tensors: number;
  readonly buffers: number;
}

function memory(): Memory {
  const backend = tf.backend();
  if (!(backend instanceof WebGPUBackend)) throw new Error('This is not the WebGPU backend.');
  return { tensors: tf.memory().numTensors, buffers: backend.bufferManager.getNumUsedBuffers() };
}

const webgpu = {
  train: async (name: string, steps: number, change?: OptimizerChange): Promise<Trained> =>
    train(await open(), caseOf(name), steps, change),

  farStatistics: async (): Promise<number[][]> => farStatistics(await open()),

  async asks(name: string, steps: number): Promise<Asked> {
    const net = await preparedNet(await open(), caseOf(name), optimizer);
    const found = await asked(async () => {
      await stepsOf(net, caseOf(name), steps);
    });
    net.dispose();
    return found;
  },

  /** One step of stock TensorFlow.js, which nobody waits for. */
  async stockAsks(): Promise<Asked> {
    const stepper = await prepareStock('webgpu', workOf('plain-20'));
    return asked(async () => {
      await stepper.step();
    });
  },

  diverge: async (name: string, steps: number): Promise<Diverged> => diverge(await open(), caseOf(name), steps),

  /** Memory in use after so many steps, and after so many more. */
  async leaks(name: string, steps: number, clip?: Clip): Promise<Record<'before' | 'between' | 'after', Memory>> {
    const engine = await open();
    const before = memory();
    const net = await preparedNet(engine, caseOf(name), { ...optimizer, ...(clip && { clip }) });
    await stepsOf(net, caseOf(name), 16);
    const between = memory();
    await stepsOf(net, caseOf(name), steps);
    await net.state();
    const after = memory();
    net.dispose();
    return { before, between, after };
  },

  memory,
};

declare global {
  interface Window {
    webgpu: typeof webgpu;
  }
}

window.webgpu = webgpu;
