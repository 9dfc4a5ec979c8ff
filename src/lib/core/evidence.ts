import type { Split } from '../datasets/load.ts';
import type { FixedScaling } from '../experiments/datasets.ts';
import type { EvidenceRequest } from '../experiments/experiment.ts';
import type { Frame } from '../experiments/frame.ts';
import type { TrainingMetric } from '../experiments/metrics.ts';
import { packColour } from '../experiments/packed-colour.ts';
import { channelWeights, gradCam } from './grad-cam.ts';
import type { Net } from './net.ts';
import { inOrder, type Placed } from './outline.ts';
import { mean } from './summaries.ts';

/** Most test images that are covered in part, and whose channel weights are compared with the weights of the logits. */
const COVERED = 100;

/** Images that activate a unit most. */
const TOP_IMAGES = 4;

/** One cell in so many is covered. */
const QUARTER = 4;

export const evidenceMetrics = [
  'classEvidence',
  'exampleImage',
  'exampleLogits',
  'unitImages',
  'unitClasses',
  'weightIdentity',
  'coveredMost',
  'coveredLeast',
] as const satisfies readonly TrainingMetric[];

type EvidenceMetric = (typeof evidenceMetrics)[number];

/** Layer names of those that are one number a layer. */
export const evidenceNames = (outputs: number) => ({
  exampleLogits: Array.from({ length: outputs }, (_, i) => `logit ${i + 1}`),
});

/** What is looked at, and for what. */
export interface Looked {
  readonly net: Net;
  readonly outline: readonly Placed[];
  readonly test: Split;
  readonly request: EvidenceRequest;
}

/**
 * Grad-CAM of one test image at each of the layers, and what goes with it; see `EvidenceRequest` and `metrics.ts`.
 *
 * @throws RangeError where there is no such image, layer, class or unit, or where the net has no such gradients.
 */
export async function classEvidence(looked: Looked): Promise<Pick<Frame['values'], EvidenceMetric>> {
  const { net, test, request } = looked;
  const { layers, example, output } = request;
  if (example < 0 || example >= test.count)
    throw new RangeError(`There are test images 0 to ${test.count - 1}, and none of number ${example}.`);
  const image = imageOf(test, example);
  return {
    classEvidence: await evidenceMaps(looked, layers, image, output),
    exampleImage: coloursOf(image, request.scaling),
    exampleLogits: [...(await net.logits(image, 1))],
    ...(await topImages(looked)),
    ...(await overImages(looked)),
  };
}

/**
 * Grad-CAM of one scaled image and one logit at each of the layers, place by place and one layer after the other.
 *
 * @throws RangeError where there is no such layer or logit, or where the net has no such gradients.
 */
export async function evidenceMaps(
  { net, outline }: Pick<Looked, 'net' | 'outline'>,
  layers: readonly string[],
  image: Float32Array,
  output: number,
): Promise<readonly number[]> {
  const channels = layers.map((name) => placedOf(outline, name).output.at(-1) ?? 0);
  const given = await net.outputs(layers, image, 1);
  const gradients = await net.logitGradients(layers, image, 1, [output]);
  return layers.flatMap((_, i) => {
    const [gradient, values] = [gradients[i] ?? new Float32Array(), given[i] ?? new Float32Array()];
    return [...gradCam(channelWeights(gradient, channels[i] ?? 0), values)];
  });
}

const imageOf = ({ images, count }: Pick<Split, 'images' | 'count'>, index: number): Float32Array =>
  images.subarray((images.length / count) * index, (images.length / count) * (index + 1));

/** Pixels as they were before they were scaled, packed. */
export function coloursOf(image: Float32Array, { mean: means, deviation }: FixedScaling): number[] {
  const channels = means.length;
  const colour = (pixel: number): number =>
    packColour(means.map((m, c) => m + (deviation[c] ?? Number.NaN) * (image[pixel * channels + c] ?? Number.NaN)));
  return Array.from({ length: image.length / channels }, (_, pixel) => colour(pixel));
}

function placedOf(outline: readonly Placed[], layer: string): Placed {
  const found = inOrder(outline).find(({ name }) => name === layer);
  if (found === undefined) throw new RangeError(`The net has no layer "${layer}".`);
  return found;
}

const lastLayer = ({ layers }: EvidenceRequest): string => layers.at(-1) ?? '';

/** The test images for which a unit of the last layer is largest on average over its places, and their classes. */
async function topImages(looked: Looked): Promise<{ unitImages: number[]; unitClasses: number[] }> {
  const { net, test, request } = looked;
  const [, , units = 0] = placedOf(looked.outline, lastLayer(request)).output;
  if (request.unit < 0 || request.unit >= units)
    throw new RangeError(`The layer "${lastLayer(request)}" has units 0 to ${units - 1}, and none of number ${request.unit}.`);
  const [given = new Float32Array()] = await net.outputs([lastLayer(request)], test.images, test.count);
  const size = given.length / test.count;
  const activations = Array.from({ length: test.count }, (_, i) =>
    mean(given.subarray(i * size, (i + 1) * size).filter((__, entry) => entry % units === request.unit)),
  );
  const top = byValue(activations).slice(0, TOP_IMAGES);
  return {
    unitImages: top.flatMap((index) => coloursOf(imageOf(test, index), request.scaling)),
    unitClasses: top.map((index) => test.labels[index] ?? Number.NaN),
  };
}

/** Indices, that of the greatest value first; of equal ones the first. */
const byValue = (values: ArrayLike<number>): number[] =>
  Array.from({ length: values.length }, (_, i) => i).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0));

/** What holds of the last layer over the first test images, each with the logit of its own class. */
async function overImages(looked: Looked): Promise<Record<'weightIdentity' | 'coveredMost' | 'coveredLeast', number>> {
  const { net, test, request } = looked;
  const layer = lastLayer(request);
  const [height = 0, width = 0, channels = 0] = placedOf(looked.outline, layer).output;
  const places = height * width;
  const count = Math.min(COVERED, test.count);
  const images = test.images.subarray(0, (test.images.length / test.count) * count);
  const labels = [...test.labels.subarray(0, count)];
  const [given = new Float32Array()] = await net.outputs([layer], images, count);
  const [gradients = new Float32Array()] = await net.logitGradients([layer], images, count, labels);
  const own = (values: Float32Array, i: number): Float32Array =>
    values.subarray(i * places * channels, (i + 1) * places * channels);
  const alphas = labels.map((_, i) => channelWeights(own(gradients, i), channels));
  const orders = alphas.map((alpha, i) => byValue(gradCam(alpha, own(given, i))));

  const logitsOf = async (shown: Float32Array): Promise<number[]> => {
    const logits = await net.logits(shown, count);
    return labels.map((label, i) => logits[(i * logits.length) / count + label] ?? Number.NaN);
  };
  const before = await logitsOf(images);
  const fall = async (cellsOf: (order: readonly number[]) => readonly number[]): Promise<number> => {
    const after = await logitsOf(covered(images, { count, height, width }, orders.map(cellsOf)));
    return mean(Float64Array.from(before, (logit, i) => logit - (after[i] ?? Number.NaN)));
  };
  const cells = Math.ceil(places / QUARTER);
  return {
    weightIdentity: await distanceFromWeights(looked, alphas, labels, places),
    coveredMost: await fall((order) => order.slice(0, cells)),
    coveredLeast: await fall((order) => order.slice(-cells)),
  };
}

/** Images with some of their cells in the mean colour of all images, which is 0 after scaling. */
function covered(
  images: Float32Array,
  { count, height, width }: { readonly count: number; readonly height: number; readonly width: number },
  cells: readonly (readonly number[])[],
): Float32Array {
  const pixels = images.length / count / 3;
  const side = Math.sqrt(pixels);
  return images.map((value, i) => {
    const [image, pixel] = [Math.floor(i / (3 * pixels)), Math.floor(i / 3) % pixels];
    const [row, column] = [Math.floor((Math.floor(pixel / side) * height) / side), Math.floor(((pixel % side) * width) / side)];
    return cells[image]?.includes(row * width + column) === true ? 0 : value;
  });
}

/** Largest difference between Z alpha and the logit's weights, by the largest of those: 0 behind a global average pool, but for rounding. */
async function distanceFromWeights(
  { net }: Looked,
  alphas: readonly Float64Array[],
  logits: readonly number[],
  places: number,
): Promise<number> {
  const { weights } = await net.state();
  const index = net.parameters.findIndex(({ last, role }) => last && role === 'weights');
  const outputs = net.parameters[index]?.shape[1] ?? 0;
  const w = weights[index] ?? new Float32Array();
  const largest = w.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const distances = alphas.flatMap((alpha, i) =>
    [...alpha].map((weight, k) => Math.abs(places * weight - (w[k * outputs + (logits[i] ?? 0)] ?? Number.NaN))),
  );
  return Math.max(...distances) / largest;
}
