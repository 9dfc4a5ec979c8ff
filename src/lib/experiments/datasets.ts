/**
 * What an experiment asks of a data set: plain data, so that a spec can be read without loading anything.
 * `src/lib/datasets` turns a request into arrays.
 */
export type DatasetRequest = ImageRequest | SawtoothRequest;

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
   */
  readonly scaling: 'unit' | 'standard';
  /** What the net is to give: the class, or the image itself, as an autoencoder does. */
  readonly targets: 'classes' | 'images';
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

/** [height, width, channels] of one input. */
export function inputShapeOf(request: DatasetRequest): readonly [number, number, number] {
  if (request.name === 'sawtooth') return [1, 1, 1];
  return [request.side, request.side, request.name === 'mnist' ? 1 : 3];
}
