/** Channels of several maps in the rows of one: a row is a pixel, or an example. */

// @ts-nocheck: this is AssemblyScript, compiled by `npm run engine`.

/** out[i] = [x[i], y[i]]: x [rows, c], y [rows, k], out [rows, c + k]. */
export function joinColumns(x: usize, y: usize, out: usize, rows: i32, c: i32, k: i32): void {
  const cs: usize = c << 2;
  const ks: usize = k << 2;
  for (const end = x + rows * cs; x < end; x += cs, y += ks, out += cs + ks) {
    copyRow(x, out, cs);
    copyRow(y, out + cs, ks);
  }
}

/** out [rows, k] = the last k columns of x [rows, c + k]. */
export function lastColumns(x: usize, out: usize, rows: i32, c: i32, k: i32): void {
  const ks: usize = k << 2;
  const row: usize = (c + k) << 2;
  x += c << 2;
  for (const end = out + rows * ks; out < end; out += ks, x += row) copyRow(x, out, ks);
}

/** out [rows, c] += the first c columns of x [rows, c + k]. */
export function addFirstColumns(x: usize, out: usize, rows: i32, c: i32, k: i32): void {
  const cs: usize = c << 2;
  const whole: usize = cs & ~15;
  const row: usize = (c + k) << 2;
  for (const end = out + rows * cs; out < end; out += cs, x += row) {
    let p: usize = 0;
    for (; p < whole; p += 16) v128.store(out + p, f32x4.add(v128.load(out + p), v128.load(x + p)));
    for (; p < cs; p += 4) store<f32>(out + p, load<f32>(out + p) + load<f32>(x + p));
  }
}

/** A row of a few channels: `memory.copy` would take longer to begin than to copy it. */
function copyRow(from: usize, to: usize, bytes: usize): void {
  const whole: usize = bytes & ~15;
  let p: usize = 0;
  for (; p < whole; p += 16) v128.store(to + p, v128.load(from + p));
  for (; p < bytes; p += 4) store<f32>(to + p, load<f32>(from + p));
}
