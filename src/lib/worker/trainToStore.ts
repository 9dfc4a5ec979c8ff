import { openEngine, type EngineFiles } from '../core/engines.ts';
import { createSession, type SessionOptions } from '../core/session.ts';
import { namedTensors } from '../core/stored-weights.ts';
import type { NamedTensor } from '../datasets/weights/safetensors.ts';
import type { Frame } from '../experiments/frame.ts';

/** What came of a training that is kept. */
export interface Trained {
  /** Weights and running statistics, by name. */
  readonly tensors: readonly NamedTensor[];
  /** What was measured of them, on the test set too. */
  readonly values: Frame['values'];
}

/**
 * Trains a net in this thread, on WebAssembly, whose numbers are the same everywhere, and gives all that it learned.
 *
 * @param onFrame hears what each step measured.
 * @throws Error where the run left the finite numbers; the text says at which step.
 */
export async function trainToStore(
  options: SessionOptions,
  files: EngineFiles,
  onFrame: (frame: Frame) => void,
): Promise<Trained> {
  const session = await createSession(await openEngine('wasm', files), options);
  try {
    let values: Frame['values'] = {};
    while (session.step < session.totalSteps) {
      const { frames, divergence } = await session.advance(session.totalSteps);
      frames.forEach(onFrame);
      if (divergence !== undefined) throw new Error(`The run diverged at step ${divergence.step}, in "${divergence.layer}".`);
    }
    const { frames } = await session.finish();
    for (const frame of frames) values = frame.values;
    const { net } = await session.checkpoint();
    return { tensors: namedTensors(options.layers, options.dataset.inputShape, net), values };
  } finally {
    session.dispose();
  }
}
