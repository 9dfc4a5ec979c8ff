import { columnsOf, scaledIdentity, transpose, type Matrix } from './matrix.ts';
import { ScaledColumns } from './ScaledColumns.ts';

/** Greatest first, as many as A has rows or columns, whichever are fewer. @throws RangeError where an entry is not finite. */
export function singularValues(a: Matrix): Float64Array {
  const tall = a.rows < a.columns ? transpose(a) : a;
  return new ScaledColumns(columnsOf(tall)).sizes();
}

/**
 * For every k the natural logarithms of the singular values of the product factors[k] ... factors[1] factors[0], greatest first, as
 * many as factors[0] has columns; -Infinity for those that are zero.
 *
 * The product itself is never formed, since float64 would round its small singular values away: those that are 10^16 times
 * smaller than the greatest. With U S V^T for the product so far, the next one is (J U) S V^T, and one-sided Jacobi on the columns of J U,
 * whose sizes S are kept apart, finds its singular values with small *relative* errors, of the order of 1e-16 times the condition number of
 * each factor, however far they lie apart (Demmel and Veselic 1992).
 *
 * @throws RangeError where the shapes don't fit or an entry is not finite.
 */
export function logSpectra(factors: readonly Matrix[]): Float64Array[] {
  const product = new ScaledColumns(columnsOf(scaledIdentity(factors[0]?.columns ?? 0)));
  return factors.map((factor) => {
    product.multiplyBy(factor);
    return product.logSizes();
  });
}
