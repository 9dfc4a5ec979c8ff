import * as tf from '@tensorflow/tfjs-core';
import { layers, model as modelOf, type LayersModel, type LayerVariable } from '@tensorflow/tfjs-layers';
import { stream } from '../../random/stream.ts';
import { channelWeights, gradCam } from '../grad-cam.ts';
import { initialValues } from '../initial-values.ts';
import type { Optimizer, Rates, Slot } from '../tape/kernels.ts';
import { losses } from '../tape/losses.ts';
import { TensorOptimizer } from '../tape/TensorOptimizer.ts';
import type { Body } from './body.ts';
import { setWeight, startAnew } from './fresh.ts';
import { graphOf } from './graph.ts';
import { halvesOf, lastOf, valuesAt, type Halves } from './halves.ts';
import { one } from './leaves.ts';
import { mapGradient } from './map-gradient.ts';
import { setModes, variableOf } from './modes.ts';
import { isKernel, isStatistic, trainedLeaves, type Extent } from './parts.ts';

/** Of TensorFlow.js's kind, as a file keeps them. */
export interface SavedModel {
  readonly topology: object;
  readonly specs: readonly tf.io.WeightsManifestEntry[];
  readonly weights: ArrayBuffer;
}

export interface EvidenceMap {
  readonly side: number;
  readonly map: readonly number[];
}

interface NetSettings {
  readonly extent: Extent;
  /** Whether batches are made of what is computed once of an image, and not of images. */
  readonly isStored: boolean;
  readonly classes: number;
  readonly weightDecay: number;
  readonly seed: number;
}

/** One batch: images [n, side, side, channels], or what was stored of them, and their classes, one-hot. */
export interface GivenBatch {
  readonly x: readonly tf.Tensor[];
  readonly targets: tf.Tensor2D;
}

/** The body of a given model with a new classifier, and whatever of it is trained. */
export class GivenNet {
  readonly #body: Body;
  readonly #halves: Halves;
  readonly #logits: LayersModel;
  /** As it is kept: gives the probabilities of the classes. */
  readonly #whole: LayersModel;
  readonly #head: readonly [weights: LayerVariable, biases: LayerVariable];
  readonly #made: readonly tf.Tensor[];
  readonly #slots: readonly Slot[];
  readonly #optimizer: Optimizer;

  constructor(body: Body, { extent, isStored, classes, weightDecay, seed }: NetSettings) {
    this.#body = body;
    const { inputs, features, featureCount, leaves } = body;
    const head = layers.dense({ units: classes, kernelInitializer: 'zeros', name: 'lab_logits' });
    const logits = head.apply(features) as typeof features;
    this.#logits = modelOf({ inputs, outputs: logits });
    const classProbabilities = layers.activation({ activation: 'softmax', name: 'lab_classes' }).apply(logits) as typeof features;
    this.#whole = modelOf({ inputs, outputs: classProbabilities, name: 'transfer_lab' });
    const [weights, biases] = head.weights;
    if (weights === undefined || biases === undefined) throw new Error('The new classifier has no weights.');
    this.#head = [weights, biases];
    const trained = trainedLeaves(body, extent);
    if (extent === 'scratch') startAnew(leaves, seed);
    setWeight(weights, firstWeights(featureCount, classes, seed));
    this.#made = setModes(leaves, (leaf) => trained.has(leaf));
    const moving = new Set([...trained].map(({ layer }) => layer)).add(head);
    this.#halves = halvesOf(graphOf(inputs, logits), (layer) => !isStored || moving.has(layer));
    const own = new Set([...trained].flatMap(({ layer }) => layer.weights).filter((weight) => !isStatistic(weight)));
    this.#slots = [...own, ...this.#head].map((weight) => {
      // What its maker froze is trained here all the same, where the reader asks for it.
      weight.trainable = true;
      return { variable: variableOf(weight), weightDecay: isKernel(weight) ? weightDecay : 0, learningRateScale: 1 };
    });
    this.#optimizer = new TensorOptimizer(this.#slots, { nesterov: false, clip: undefined });
  }

  /** What can be stored of images [n, side, side, channels]: all that the trained steps take of them, in evaluation. It frees the images. */
  storable(images: tf.Tensor): tf.Tensor[] {
    const { below, crossing } = this.#halves;
    return valuesAt(below, images, crossing);
  }

  /** Logits [n, classes] of images [n, side, side, channels], in evaluation. */
  logits(images: tf.Tensor): tf.Tensor2D {
    return one(this.#logits.apply(images, { training: false }) as tf.Tensor) as tf.Tensor2D;
  }

  #forward(x: GivenBatch['x']): tf.Tensor2D {
    const { above, crossing } = this.#halves;
    return lastOf(above, new Map(x.map((value, i) => [crossing[i] ?? 0, value]))) as tf.Tensor2D;
  }

  /**
   * The loss of a batch in training, before the update that is made of its gradients; none where `rates` are not given.
   *
   * @returns NaN or infinity where the loss or a gradient left the finite numbers; then nothing is updated.
   */
  async step({ x, targets }: GivenBatch, rates?: Rates): Promise<number> {
    const variables = this.#slots.map(({ variable }) => variable);
    const { value, grads } = tf.variableGrads(() => losses.softmaxCrossEntropy(this.#forward(x), targets), variables);
    const gradients = variables.map((variable) => grads[variable.name] ?? tf.zerosLike(variable));
    const measured = this.#optimizer.measure(value, gradients);
    const numbers = await measured.data();
    const isFinite = numbers.every(Number.isFinite);
    if (isFinite && rates !== undefined) this.#optimizer.update(gradients, rates);
    tf.dispose([value, gradients, measured]);
    return isFinite ? (numbers[0] ?? Number.NaN) : Number.NaN;
  }

  /** Grad-CAM [side, side] of the last map for one image and a class. */
  async evidence(image: tf.Tensor4D, logit: number): Promise<EvidenceMap> {
    const { side, channels, map, gradient } = await mapGradient(this.#body.map, () => this.logits(image), logit);
    return { side, map: [...gradCam(channelWeights(gradient, channels), map)] };
  }

  /** The model with its new classifier, as TensorFlow.js stores models. */
  async save(): Promise<SavedModel> {
    const saved: SavedModel[] = [];
    await this.#whole.save({
      save: async (artifacts) => {
        const { modelTopology, weightSpecs, weightData } = artifacts;
        if (typeof modelTopology === 'string' || modelTopology === undefined || weightData === undefined)
          throw new Error('TensorFlow.js gave no model to be stored.');
        saved.push({ topology: modelTopology, specs: weightSpecs ?? [], weights: tf.io.CompositeArrayBuffer.join(weightData) });
        return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
      },
    });
    const [model] = saved;
    if (model === undefined) throw new Error('TensorFlow.js gave no model to be stored.');
    return model;
  }

  /** Frees the body too. */
  dispose(): void {
    this.#optimizer.dispose();
    for (const weight of this.#head) weight.dispose();
    tf.dispose([...this.#made]);
    this.#body.dispose();
  }
}

/** Small, so that no class is preferred at first, whatever the features are: uniform in 1 / sqrt(features) both ways. */
const firstWeights = (features: number, classes: number, seed: number): Float32Array =>
  initialValues(
    { type: 'uniformFanIn', bound: 1 },
    { count: features * classes, fanIn: features, fanOut: classes },
    stream(seed, 'weights of the new classifier'),
  );
