/**
 * What an experiment asks of a data set: plain data, so that a spec can be read without loading anything.
 * `src/lib/datasets` turns a request into arrays.
 */
export interface DatasetRequest {
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
}

export function mnist(options: { train: number; test: number }): DatasetRequest {
  return { name: 'mnist', side: 28, scaling: 'unit', ...options };
}

export function cifar10(options: { train: number; test: number; side: 16 | 32 }): DatasetRequest {
  return { name: 'cifar10', scaling: 'standard', ...options };
}
