/**
 * Small dense matrices in float64, for examples that compute on the page and for initial weights. The whole room uses + - * / and
 * Math.sqrt alone, so that every engine gives the same bits.
 */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Row by row. */
  readonly values: Float64Array;
}

/** @throws RangeError where the rows differ in length, or there is none. */
export function matrix(rows: readonly (readonly number[])[]): Matrix {
  const columns = rows[0]?.length ?? 0;
  if (columns === 0 || rows.some((row) => row.length !== columns)) {
    throw new RangeError(`A matrix needs rows of one length, at least 1, got lengths [${rows.map((row) => row.length)}].`);
  }
  return { rows: rows.length, columns, values: Float64Array.from(rows.flat()) };
}

/** c I, of n rows. */
export function scaledIdentity(n: number, c = 1): Matrix {
  const values = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) values[i * n + i] = c;
  return { rows: n, columns: n, values };
}

/** c A. */
export function scaled({ rows, columns, values }: Matrix, c: number): Matrix {
  const result = new Float64Array(values.length);
  for (let k = 0; k < values.length; k += 1) result[k] = c * (values[k] ?? 0);
  return { rows, columns, values: result };
}

/** diag(d) A: row i times d_i. */
export function scaledRows({ rows, columns, values }: Matrix, d: Float64Array): Matrix {
  const result = new Float64Array(values.length);
  for (let i = 0; i < rows; i += 1) {
    const factor = d[i] ?? 0;
    for (let k = i * columns; k < (i + 1) * columns; k += 1) result[k] = (values[k] ?? 0) * factor;
  }
  return { rows, columns, values: result };
}

/** A diag(d): column j times d_j. */
export function scaledColumns({ rows, columns, values }: Matrix, d: Float64Array): Matrix {
  const result = new Float64Array(values.length);
  for (let i = 0; i < rows; i += 1) {
    for (let j = 0; j < columns; j += 1) result[i * columns + j] = (values[i * columns + j] ?? 0) * (d[j] ?? 0);
  }
  return { rows, columns, values: result };
}

/** A B, for A [rows, inner] and B [inner, columns]. @throws RangeError where the inner lengths differ. */
export function product(a: Matrix, b: Matrix): Matrix {
  if (a.columns !== b.rows) throw mismatch(a, `[${b.rows}, ${b.columns}]`);
  const values = new Float64Array(a.rows * b.columns);
  for (let i = 0; i < a.rows; i += 1) {
    for (let k = 0; k < a.columns; k += 1) {
      const factor = a.values[i * a.columns + k] ?? 0;
      for (let j = 0; j < b.columns; j += 1) {
        values[i * b.columns + j] = (values[i * b.columns + j] ?? 0) + factor * (b.values[k * b.columns + j] ?? 0);
      }
    }
  }
  return { rows: a.rows, columns: b.columns, values };
}

/** A v, for A [rows, columns] and v [columns]. @throws RangeError where the lengths differ. */
export function timesVector(a: Matrix, v: Float64Array): Float64Array {
  if (a.columns !== v.length) throw mismatch(a, `a vector of ${v.length}`);
  const result = new Float64Array(a.rows);
  for (let i = 0; i < a.rows; i += 1) {
    let sum = 0;
    for (let j = 0; j < a.columns; j += 1) sum += (a.values[i * a.columns + j] ?? 0) * (v[j] ?? 0);
    result[i] = sum;
  }
  return result;
}

export function transpose({ rows, columns, values }: Matrix): Matrix {
  const turned = new Float64Array(values.length);
  for (let i = 0; i < rows; i += 1) {
    for (let j = 0; j < columns; j += 1) turned[j * rows + i] = values[i * columns + j] ?? 0;
  }
  return { rows: columns, columns: rows, values: turned };
}

/** The columns of a matrix, each a vector of its own. */
export function columnsOf(a: Matrix): Float64Array[] {
  const { values } = transpose(a);
  return Array.from({ length: a.columns }, (_, j) => values.slice(j * a.rows, (j + 1) * a.rows));
}

const mismatch = (a: Matrix, other: string): RangeError =>
  new RangeError(`A matrix of shape [${a.rows}, ${a.columns}] cannot be multiplied by ${other}.`);
