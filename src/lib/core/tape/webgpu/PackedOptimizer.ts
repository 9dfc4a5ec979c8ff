import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { Optimizer, OptimizerSettings, Rates, Slot } from '../kernels.ts';
import { clipGradients } from './clip-gradients.ts';
import { gradientNorms } from './gradient-norms.ts';
import { momentumStep } from './momentum-step.ts';
import type { Recorder } from './Recorder.ts';

/** A slot with its place among the packed numbers. */
interface Packed extends Slot {
  readonly start: number;
  readonly size: number;
}

/**
 * All parameters, one after the other in one buffer, and so their velocities and gradients: two shaders for all of them. Copies between
 * these and the buffers of TensorFlow.js are commands without a shader.
 */
export class PackedOptimizer implements Optimizer {
  readonly #recorder: Recorder;
  readonly #settings: OptimizerSettings;
  readonly #slots: readonly Packed[];
  readonly #total: number;
  readonly #buffers: Readonly<
    Record<'weights' | 'velocities' | 'gradients' | 'decays' | 'scales' | 'starts' | 'stopped', GPUBuffer>
  >;
  /** The data of each variable that `weights` repeats: an assignment gives it other data. */
  readonly #held = new Map<Packed, object>();

  constructor(recorder: Recorder, slots: readonly Slot[], settings: OptimizerSettings) {
    let total = 0;
    this.#slots = slots.map((slot) => {
      const packed = { ...slot, start: total, size: slot.variable.size };
      total += packed.size;
      return packed;
    });
    const decays = new Float32Array(total);
    const scales = new Float32Array(total);
    this.#slots.forEach(({ start, size, weightDecay, learningRateScale }) => {
      decays.fill(weightDecay, start, start + size);
      scales.fill(learningRateScale, start, start + size);
    });
    this.#recorder = recorder;
    this.#settings = settings;
    this.#total = total;
    this.#buffers = {
      weights: recorder.allocate(new Float32Array(total)),
      velocities: recorder.allocate(new Float32Array(total)),
      gradients: recorder.allocate(new Float32Array(total)),
      decays: recorder.allocate(decays),
      scales: recorder.allocate(scales),
      starts: recorder.allocate(Uint32Array.from([...this.#slots.map(({ start }) => start), total])),
      stopped: recorder.allocate(new Uint32Array(1)),
    };
  }

  /** Keeps a copy of the gradients for the update, and clips it. */
  measure(loss: Tensor, gradients: readonly Tensor[]): Tensor1D {
    const recorder = this.#recorder;
    recorder.copy(
      gradients.map((gradient, i) => ({
        from: gradient,
        to: this.#buffers.gradients,
        toFloat: this.#slots[i]?.start ?? 0,
        floats: gradient.size,
      })),
    );
    const { clip } = this.#settings;
    const measured = gradientNorms(recorder, this.#slots.length, { ...this.#buffers, loss }, clip !== undefined);
    if (clip !== undefined) clipGradients(recorder, clip, this.#buffers.gradients, this.#total, measured);
    return measured;
  }

  /** With the gradients of the last measurement. */
  update(_gradients: readonly Tensor[], rates: Rates): void {
    const recorder = this.#recorder;
    const { weights } = this.#buffers;
    const foreign = this.#slots.filter((slot) => this.#held.get(slot) !== slot.variable.dataId);
    recorder.copy(
      foreign.map(({ variable, start, size }) => ({
        from: variable,
        to: weights,
        toFloat: start,
        floats: size,
      })),
    );
    foreign.forEach((slot) => this.#held.set(slot, slot.variable.dataId));
    momentumStep(recorder, this.#total, this.#buffers, { ...rates, nesterov: this.#settings.nesterov });
    recorder.copy(
      this.#slots.map(({ variable, start, size }) => ({
        from: weights,
        fromFloat: start,
        to: recorder.writable(variable),
        floats: size,
      })),
    );
    // The GPU works on this step while the next one is being recorded.
    recorder.submit();
  }

  async velocities(): Promise<readonly Float32Array[]> {
    const all = await this.#recorder.read(this.#buffers.velocities);
    return this.#slots.map(({ start, size }) => all.slice(start, start + size));
  }

  load(velocities: readonly Float32Array[]): void {
    const all = new Float32Array(this.#total);
    this.#slots.forEach(({ start }, i) => all.set(velocities[i] ?? [], start));
    this.#recorder.write(this.#buffers.velocities, all);
    this.#recorder.write(this.#buffers.stopped, new Uint32Array(1));
  }

  dispose(): void {
    // Commands that name them may still wait.
    this.#recorder.submit();
    Object.values(this.#buffers).forEach((buffer) => buffer.destroy());
  }
}
