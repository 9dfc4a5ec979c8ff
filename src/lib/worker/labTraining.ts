import { openEngine, type EngineFiles } from '../core/engines.ts';
import { channelWeights, gradCam } from '../core/grad-cam.ts';
import type { Net } from '../core/net.ts';
import { inOrder, outline } from '../core/outline.ts';
import { netOptions, type SessionOptions } from '../core/session.ts';
import { startedFrom } from '../core/stored-weights.ts';
import type { Split } from '../datasets/load.ts';
import type { ShardSource } from '../datasets/source.ts';
import { loadWeights } from '../datasets/weights/load.ts';
import { writeSafetensors, type NamedTensor } from '../datasets/weights/safetensors.ts';
import { modelCards } from '../experiments/source-models/cards.ts';
import { labDataset } from '../lab/dataset.ts';
import type { Evidence, StrategyResult } from '../lab/results.ts';
import { inEvaluationMode } from '../models/freezing.ts';
import { labNet, labPlan, labWeights, strategies } from '../lab/strategies.ts';
import type { OnLabProgress } from './labJobs.ts';
import type { LabTraining } from './labProtocol.ts';
import { trainToStore } from './trainToStore.ts';

/** What a training of the lab needs from the place it runs in. */
export interface LabPlace {
  readonly engine: EngineFiles;
  readonly weights: ShardSource;
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number;
}

/** The last stage, whose map is shown. */
const LAST_STAGE = 'block 3';

/**
 * Trains one strategy and looks at its validation images. Computes on WebAssembly, so that the same images and settings give the same
 * weights everywhere.
 *
 * @throws Error where the run leaves the finite numbers, or the source model cannot be read.
 */
export async function trainStrategy(training: LabTraining, place: LabPlace, onProgress: OnLabProgress): Promise<StrategyResult> {
  const { set, divided, settings, strategy } = training;
  const card = modelCards[labWeights];
  const dataset = labDataset(set, divided, card.scaling);
  const tensors = strategies[strategy].isTransferred
    ? await loadWeights(card, place.weights, () => undefined, new AbortController().signal)
    : undefined;
  const options: SessionOptions = {
    layers: labNet(strategy, set.classes.length),
    plan: labPlan(settings, divided.train.length),
    metrics: ['trainLoss'],
    dataset,
    seed: settings.seed,
    ...(tensors && { start: { tensors } }),
  };
  // Loaded and checked before the clock starts.
  await openEngine('wasm', place.engine);
  const began = place.now();
  const trained = await trainToStore(options, place.engine, ({ step }) => onProgress(step, settings.steps));
  const seconds = (place.now() - began) / 1000;
  const metadata = {
    format: 'deep-and-trainable',
    source: tensors === undefined ? 'none' : labWeights,
    strategy,
    classes: JSON.stringify(set.classes),
    side: String(set.side),
    mean: card.scaling.mean.join(', '),
    deviation: card.scaling.deviation.join(', '),
    layout: 'kernels [height, width, in, out], matrices [in, out], pixels from 0 to 255 less mean, over deviation',
  };
  return {
    strategy,
    trainLoss: Number(trained.values.trainLoss),
    seconds,
    model: new Uint8Array(writeSafetensors({ tensors: trained.tensors, metadata })),
    ...(await looked(training, options, trained.tensors, place.engine)),
  };
}

type Looked = Pick<StrategyResult, 'predictions' | 'right' | 'wrong'>;

/** What the trained net takes the validation images for, and where it sees what it takes them for. */
async function looked(
  { set, divided: { validation } }: LabTraining,
  options: SessionOptions,
  tensors: readonly NamedTensor[],
  files: EngineFiles,
): Promise<Looked> {
  // Nothing of it is frozen, since gradients are wanted throughout, and no image depends on another.
  const layers = inEvaluationMode(labNet('all', set.classes.length));
  const { test, inputShape } = options.dataset;
  const placed = outline(layers, inputShape);
  const logits = placed.find(({ last }) => last)?.name ?? '';
  const net = await (await openEngine('wasm', files)).createNet({ ...netOptions(options), layers });
  try {
    net.load(startedFrom(layers, inputShape, await net.state(), { tensors, upTo: logits }));
    const scores = await net.logits(test.images, test.count);
    const predictions = Array.from({ length: test.count }, (_, i) =>
      greatest(scores.subarray(i * set.classes.length, (i + 1) * set.classes.length)),
    );
    const [side = 0, , channels = 0] = inOrder(placed).find(({ name }) => name === LAST_STAGE)?.output ?? [];
    const evidence = async (place: number): Promise<Evidence | undefined> => {
      const [image, taken] = [validation[place], predictions[place]];
      if (image === undefined || taken === undefined) return undefined;
      return { image, taken, side, map: await evidenceMap(net, imageOf(test, place), taken, channels) };
    };
    const isRight = (taken: number, place: number): boolean => taken === test.labels[place];
    return {
      predictions,
      right: await evidence(predictions.findIndex(isRight)),
      wrong: await evidence(predictions.findIndex((taken, place) => !isRight(taken, place))),
    };
  } finally {
    net.dispose();
  }
}

async function evidenceMap(net: Net, image: Float32Array, logit: number, channels: number): Promise<readonly number[]> {
  const [output = new Float32Array()] = await net.outputs([LAST_STAGE], image, 1);
  const [gradient = new Float32Array()] = await net.logitGradients([LAST_STAGE], image, 1, [logit]);
  return [...gradCam(channelWeights(gradient, channels), output)];
}

const imageOf = ({ images, count }: Split, index: number): Float32Array =>
  images.subarray((images.length / count) * index, (images.length / count) * (index + 1));

const greatest = (values: Float32Array): number => values.indexOf(Math.max(...values));
