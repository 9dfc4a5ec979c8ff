/**
 * How fast this device is, from a short loop of the kind that training spends its time in. The recorder runs the same loop, so
 * that recorded seconds can be scaled to the reader's device before anything is downloaded.
 */
const size = 96;

/** Product of two float32 matrices, size x size. */
function multiply(a: Float32Array, b: Float32Array, out: Float32Array): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let k = 0; k < size; k++) sum += (a[i * size + k] ?? 0) * (b[k * size + j] ?? 0);
      out[i * size + j] = sum;
    }
  }
}

/** Milliseconds of one pass of the loop: the fastest of `rounds`, since anything else the device does only ever adds. */
export function calibrate(now: () => number, rounds = 5): number {
  const a = new Float32Array(size * size).fill(0.5);
  const b = new Float32Array(size * size).fill(0.25);
  const out = new Float32Array(size * size);
  let fastest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = now();
    multiply(a, b, out);
    fastest = Math.min(fastest, now() - start);
  }
  return fastest;
}
