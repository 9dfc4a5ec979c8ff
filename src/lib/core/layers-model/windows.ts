/** How the windows of a convolution lie over its input [n, height, width, channels]; TensorFlow.js's own object has these fields. */
export interface Windows {
  readonly batchSize: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  /** Zeros around the input. */
  readonly padInfo: { readonly top: number; readonly left: number };
}

/**
 * The gradient of a depthwise convolution for its filter [height, width, channels, multiplier]: the sum over all places of X dY, channel
 * by channel. A loop that runs along channels, which lie side by side.
 */
export function depthwiseSums(x: Float32Array, dy: Float32Array, windows: Windows, to: Float32Array): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth } = windows;
  const { strideHeight, strideWidth, padInfo } = windows;
  const multiplier = outChannels / inChannels;
  to.fill(0);
  for (let tapRow = 0; tapRow < filterHeight; tapRow += 1) {
    for (let tapColumn = 0; tapColumn < filterWidth; tapColumn += 1) {
      const tap = (tapRow * filterWidth + tapColumn) * outChannels;
      const sums = to.subarray(tap, tap + outChannels);
      for (let image = 0; image < batchSize; image += 1) {
        for (let row = 0; row < outHeight; row += 1) {
          const y = row * strideHeight + tapRow - padInfo.top;
          if (y < 0 || y >= inHeight) continue;
          for (let column = 0; column < outWidth; column += 1) {
            const place = column * strideWidth + tapColumn - padInfo.left;
            if (place < 0 || place >= inWidth) continue;
            const input = ((image * inHeight + y) * inWidth + place) * inChannels;
            const output = ((image * outHeight + row) * outWidth + column) * outChannels;
            if (multiplier === 1) addProducts(sums, x, input, dy, output);
            else addSpreadProducts(sums, x, input, dy, output, multiplier);
          }
        }
      }
    }
  }
}

/** sums += x dy, each from its place on. */
function addProducts(sums: Float32Array, x: Float32Array, input: number, dy: Float32Array, output: number): void {
  for (let channel = 0; channel < sums.length; channel += 1)
    sums[channel] = (sums[channel] ?? 0) + (x[input + channel] ?? 0) * (dy[output + channel] ?? 0);
}

/** The same where each channel of x has several filters. */
function addSpreadProducts(
  sums: Float32Array,
  x: Float32Array,
  input: number,
  dy: Float32Array,
  output: number,
  multiplier: number,
): void {
  for (let channel = 0; channel < sums.length; channel += 1)
    sums[channel] = (sums[channel] ?? 0) + (x[input + Math.floor(channel / multiplier)] ?? 0) * (dy[output + channel] ?? 0);
}

/**
 * The gradient of the output with zeros between its rows and columns, and around them, such that windows over it, their filter turned
 * round, give the gradient of the input: of the size `spreadSize`.
 */
export function spread(dy: Float32Array, windows: Windows, to: Float32Array): void {
  const { batchSize, outHeight, outWidth, outChannels, strideHeight, strideWidth, padInfo } = windows;
  const [, height, width] = spreadSize(windows);
  const [top, left] = [windows.filterHeight - 1 - padInfo.top, windows.filterWidth - 1 - padInfo.left];
  to.fill(0);
  for (let image = 0; image < batchSize; image += 1) {
    for (let row = 0; row < outHeight; row += 1) {
      const y = top + row * strideHeight;
      // Beyond lie windows that see nothing of the input.
      if (y < 0 || y >= height) continue;
      for (let column = 0; column < outWidth; column += 1) {
        const x = left + column * strideWidth;
        if (x < 0 || x >= width) continue;
        const from = ((image * outHeight + row) * outWidth + column) * outChannels;
        const place = ((image * height + y) * width + x) * outChannels;
        to.set(dy.subarray(from, from + outChannels), place);
      }
    }
  }
}

export const spreadSize = ({ batchSize, inHeight, inWidth, outChannels, filterHeight, filterWidth }: Windows): Size4 => [
  batchSize,
  inHeight + filterHeight - 1,
  inWidth + filterWidth - 1,
  outChannels,
];

export type Size4 = [number, number, number, number];
