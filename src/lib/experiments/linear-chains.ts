import { matrix, scaledIdentity, type Matrix } from '../matrices/matrix.ts';
import { gaussian, orthogonal } from '../matrices/random-matrices.ts';
import { logSpectra, singularValues } from '../matrices/singular-values.ts';
import { stream } from '../random/stream.ts';

/** Most layers of a chain. */
export const mostLayers = 250;

/** The matrices of a deep linear net before they are multiplied by c, and what their products do. */
export interface LinearChain {
  /** Rows and columns of every layer. */
  readonly width: number;
  /** One a layer, the first layer first. */
  readonly layers: readonly Matrix[];
  /** Natural logarithms of the singular values of the product of the first l layers, greatest first, for l = 1, 2, ... */
  readonly logSpectra: readonly Float64Array[];
}

/** Rows of the random matrices: few, so that everything answers at once. */
const randomWidth = 16;

const every = <T>(make: (layer: number) => T): readonly T[] => Array.from({ length: mostLayers }, (_, layer) => make(layer));

/** Layers that are all different. */
function varied(width: number, layers: readonly Matrix[]): LinearChain {
  return { width, layers, logSpectra: logSpectra(layers) };
}

/** The same symmetric matrix in every layer: the singular values of its power are the powers of its own. */
function repeated(layer: Matrix): LinearChain {
  const logs = singularValues(layer).map(Math.log);
  return { width: layer.rows, layers: every(() => layer), logSpectra: every((l) => logs.map((log) => (l + 1) * log)) };
}

const draw = (layer: number) => stream(0, `layer ${layer + 1} of a linear chain`);

const families = {
  identity: () => repeated(scaledIdentity(2)),
  rotation: () =>
    varied(
      2,
      every(() =>
        matrix([
          [0.6, -0.8],
          [0.8, 0.6],
        ]),
      ),
    ),
  orthogonal: () =>
    varied(
      randomWidth,
      every((l) => orthogonal(randomWidth, randomWidth, draw(l))),
    ),
  gaussian: () =>
    varied(
      randomWidth,
      every((l) => gaussian(randomWidth, randomWidth, 1 / Math.sqrt(randomWidth), draw(l))),
    ),
  tenth: () => repeated(matrix(Array.from({ length: 64 }, () => Array.from({ length: 64 }, () => 0.1)))),
} satisfies Record<string, () => LinearChain>;

export type Family = keyof typeof families;

const made = new Map<Family, LinearChain>();

/** The chain of this family, made when it is first asked for. */
export function chainOf(family: Family): LinearChain {
  const chain = made.get(family) ?? families[family]();
  made.set(family, chain);
  return chain;
}
