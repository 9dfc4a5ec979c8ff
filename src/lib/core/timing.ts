import * as tf from '@tensorflow/tfjs-core';
import { cifarNet } from '../models/cifar-net.ts';
import { stream } from '../random/stream.ts';
import { compile } from './compile.ts';
import type { Kernels } from './kernels/kernels.ts';
import { losses } from './losses.ts';

/** Milliseconds of a training step of a small image net on the present backend: the fastest of three, after one to warm up. */
export async function stepTime(kernels: Kernels, now: () => number): Promise<number> {
  const random = stream(0, 'timing');
  const model = compile(cifarNet({ depth: 8, width: 8, shortcuts: true }), [16, 16, 3], kernels, 0);
  const x = tf.tensor(Float32Array.from({ length: 32 * 16 * 16 * 3 }, random.uniform), [32, 16, 16, 3]);
  const targets = tf.tensor2d(
    Float32Array.from({ length: 320 }, (_, i) => (i % 11 === 0 ? 1 : 0)),
    [32, 10],
  );
  const variables = model.parameters.map(({ variable }) => variable);
  let best = Infinity;
  for (let i = 0; i < 4; i += 1) {
    const start = now();
    const { value, grads } = tf.variableGrads(() => losses.softmaxCrossEntropy(model.forward(x, 'train'), targets), variables);
    // Reading waits for all that a GPU has queued.
    await kernels.measure(value, Object.values(grads));
    tf.dispose([value, grads]);
    const time = now() - start;
    if (i > 0) best = Math.min(best, time);
  }
  tf.dispose([x, targets]);
  model.dispose();
  return best;
}
