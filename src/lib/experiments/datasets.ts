/**
 * What an experiment asks of a data set: plain data, so that a spec can be read without loading anything.
 * `src/lib/datasets` turns a request into arrays.
 */
export type DatasetRequest = ImageRequest | GeneratedRequest;

/** Data that are computed, not downloaded. */
export type GeneratedRequest = AddingRequest | SawtoothRequest;

export interface ImageRequest {
  readonly name: 'mnist' | 'cifar10';
  /** Images from the start of the training set, and from the start of the test set. */
  readonly train: number;
  readonly test: number;
  /** Width and height in pixels: CIFAR-10 also comes averaged down to 16. */
  readonly side: 16 | 28 | 32;
  /**
   * `unit`: pixels / 255, as Nielsen's book feeds MNIST.
   * `standard`: channel mean and standard deviation of the requested training images removed.
   * Given numbers: these removed, as of the images that a stored model was trained on.
   */
  readonly scaling: 'unit' | 'standard' | FixedScaling;
  /** What the net is to give: the class, or the image itself, as an autoencoder does. */
  readonly targets: 'classes' | 'images';
  /** Of all these images only those of some classes, with labels that count through this list; all ten where absent. */
  readonly classes?: readonly number[];
  /** With `classes`: of each class only the first so many training images; all where absent. */
  readonly perClass?: number;
  /** Digits as images of three channels and this side: in a black square of 32 pixels, which is averaged down to 16. */
  readonly frame?: 16 | 32;
}

/** Pixels less `mean`, over `deviation`, a number a channel, on the scale from 0 to 255. */
export interface FixedScaling {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/**
 * The adding problem of Hochreiter and Schmidhuber 1997, with values in [0, 1] and all sequences of one length: at each step a value and
 * a marker, which is 1 at one step of the first half and at one of the second, and 0 elsewhere. The target is the sum of the two
 * marked values.
 */
export interface AddingRequest {
  readonly name: 'adding';
  /** Steps of a sequence. */
  readonly length: number;
  /** Sequences, drawn alike. */
  readonly train: number;
  readonly test: number;
}

/** The tent map 1 - |2x - 1| on [0, 1], composed with itself: 2^compositions straight pieces, computed, not downloaded. */
export interface SawtoothRequest {
  readonly name: 'sawtooth';
  readonly compositions: number;
  /** Inputs on an even grid from 0 to 1, ends included; those of the test set lie in the middle of as many equal cells. */
  readonly train: number;
  readonly test: number;
}

export function mnist(options: { train: number; test: number; targets?: ImageRequest['targets'] }): ImageRequest {
  return { name: 'mnist', side: 28, scaling: 'unit', targets: 'classes', ...options };
}

export function cifar10(options: { train: number; test: number; side: 16 | 32 }): ImageRequest {
  return { name: 'cifar10', scaling: 'standard', targets: 'classes', ...options };
}

export function sawtooth(options: { compositions: number; train: number; test: number }): SawtoothRequest {
  return { name: 'sawtooth', ...options };
}

export function adding(options: { length: number; train: number; test: number }): AddingRequest {
  return { name: 'adding', ...options };
}

/** Training examples: of all classes, or of each that was chosen. Where not all of a chosen class are wanted, exactly so many. */
export function trainCount(request: DatasetRequest): number {
  if (isGenerated(request)) return request.train;
  const { train, classes, perClass } = request;
  return classes !== undefined && perClass !== undefined ? classes.length * perClass : train;
}

export const isGenerated = (request: DatasetRequest): request is GeneratedRequest =>
  request.name === 'adding' || request.name === 'sawtooth';

/** [height, width, channels] of one input; of a sequence [length, 1, features]. */
export function inputShapeOf(request: DatasetRequest): readonly [number, number, number] {
  if (request.name === 'adding') return [request.length, 1, 2];
  if (request.name === 'sawtooth') return [1, 1, 1];
  if (request.frame !== undefined) return [request.frame, request.frame, 3];
  return [request.side, request.side, request.name === 'mnist' ? 1 : 3];
}
