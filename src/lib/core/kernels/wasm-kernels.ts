import type * as tf from '@tensorflow/tfjs-core';
import type { Kernels, Measured, Moments, NormSettings, Slot } from './kernels.ts';
import { tensorKernels } from './tensor-kernels.ts';
import { size, type WasmModule } from './wasm-module.ts';

const channelsOf = (x: tf.Tensor): number => x.shape.at(-1) ?? 1;

/** The normalisation kernels go over four channels at a time. */
const fits = (x: tf.Tensor): boolean => channelsOf(x) % 4 === 0;

/** Fused kernels over the memory of the WASM backend. Weights are updated in place. */
export function wasmKernels(module: WasmModule): Kernels {
  const { run } = module;

  function moments(x: tf.Tensor): Moments {
    if (!fits(x)) return tensorKernels.moments(x);
    const channels = channelsOf(x);
    const mean = module.output<tf.Rank.R1>([channels]);
    const variance = module.output<tf.Rank.R1>([channels]);
    run.moments(module.at(x), size(x) / channels, channels, mean.at, variance.at);
    return { mean: mean.tensor, variance: variance.tensor };
  }

  function normalize(x: tf.Tensor4D, settings: NormSettings): tf.Tensor4D {
    if (!fits(x)) return tensorKernels.normalize(x, settings);
    const { mean, variance, gain, shift, epsilon, relu } = settings;
    const channels = channelsOf(x);
    const y = module.output<tf.Rank.R4>(x.shape);
    const [atMean, atVariance, atGain, atShift] = [module.at(mean), module.at(variance), module.at(gain), module.at(shift)];
    run.normalize(module.at(x), y.at, size(x) / channels, channels, atMean, atVariance, atGain, atShift, epsilon, relu);
    return y.tensor;
  }

  function normalizeGradient(
    dy: tf.Tensor4D,
    x: tf.Tensor4D,
    y: tf.Tensor4D,
    settings: NormSettings,
  ): [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D] {
    if (!fits(x)) return tensorKernels.normalizeGradient(dy, x, y, settings);
    const { mean, variance, gain, epsilon, relu } = settings;
    const channels = channelsOf(x);
    const dx = module.output<tf.Rank.R4>(x.shape);
    const dGain = module.output<tf.Rank.R1>([channels]);
    const dShift = module.output<tf.Rank.R1>([channels]);
    run.normalizeGradient(
      module.at(dy),
      module.at(x),
      module.at(y),
      dx.at,
      dGain.at,
      dShift.at,
      size(x) / channels,
      channels,
      module.at(mean),
      module.at(variance),
      module.at(gain),
      epsilon,
      relu,
    );
    return [dx.tensor, dGain.tensor, dShift.tensor];
  }

  function follow(running: tf.Variable, batch: tf.Tensor1D, momentum: number, factor: number): void {
    run.follow(module.at(running), module.at(batch), size(batch), momentum, factor);
  }

  function addRelu(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
    const out = module.output<tf.Rank>(a.shape);
    run.addRelu(module.at(a), module.at(b), out.at, size(a));
    return out.tensor;
  }

  function reluGradient(dy: tf.Tensor, y: tf.Tensor): tf.Tensor {
    const dx = module.output<tf.Rank>(y.shape);
    run.reluGradient(module.at(dy), module.at(y), dx.at, size(y));
    return dx.tensor;
  }

  function update(slots: readonly Slot[], learningRate: number, momentum: number): void {
    for (const { variable, velocity, gradient, weightDecay } of slots) {
      const [w, v, g] = [module.at(variable), module.at(velocity), module.at(gradient)];
      run.momentumStep(w, v, g, size(variable), learningRate, momentum, weightDecay);
    }
  }

  async function measure(loss: tf.Tensor, tensors: readonly tf.Tensor[]): Promise<Measured> {
    const [value = Number.NaN] = await loss.data();
    const norms = tensors.map((tensor) => Math.sqrt(run.squaredNorm(module.at(tensor), size(tensor))));
    return { loss: value, norms };
  }

  return { moments, normalize, normalizeGradient, follow, addRelu, reluGradient, update, measure };
}
