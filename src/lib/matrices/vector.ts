/** u . v, for vectors of one length. */
export function dot(u: Float64Array, v: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < u.length; i += 1) sum += (u[i] ?? 0) * (v[i] ?? 0);
  return sum;
}

/** Euclidean length, also where the squares of the components would leave float64. */
export function norm(v: Float64Array): number {
  const square = dot(v, v);
  if (square > 1e-280 && square < 1e280) return Math.sqrt(square);
  const largest = v.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  const scaled = v.map((value) => value / largest);
  return largest * Math.sqrt(dot(scaled, scaled));
}
