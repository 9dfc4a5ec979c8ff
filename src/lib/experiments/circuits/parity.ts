/** Circuits for parity, which is 1 where an odd number of the n inputs is 1. */
import { last, type ArmLog } from '../runlog.ts';
import { CircuitBuilder, gateCount, literal, type Circuit, type Wire } from './circuit.ts';

const isOdd = (bits: number): boolean => {
  let odd = false;
  for (let rest = bits; rest > 0; rest &= rest - 1) odd = !odd;
  return odd;
};

/** The numbers below 2^n whose binary digits have an odd sum, or an even one: each is a setting of n bits. */
const settings = (n: number, odd: boolean): readonly number[] =>
  Array.from({ length: 2 ** n }, (_, bits) => bits).filter((bits) => isOdd(bits) === odd);

const bit = (bits: number, i: number): boolean => ((bits >> i) & 1) === 1;

/** Disjunctive normal form: an AND gate for each of the 2^(n-1) rows of the truth table that ask for 1, and an OR over them. */
function twoLayers(n: number): Circuit {
  const builder = new CircuitBuilder(n);
  const rows = settings(n, true).map((row) =>
    builder.add(
      'and',
      Array.from({ length: n }, (_, i) => literal(n, i, bit(row, i))),
    ),
  );
  builder.add('or', rows);
  return builder.circuit();
}

/**
 * OR of ANDs of ORs. The inputs are dealt to blocks; the parity of the blocks' parities is in disjunctive normal form, and each block's
 * parity, or its negation, in conjunctive normal form, whose AND merges with the AND above it. Of all numbers of blocks, the one that
 * takes the fewest gates; a single block, or n of one input each, make two layers.
 */
function threeLayers(n: number): Circuit {
  const candidates = Array.from({ length: n }, (_, i) => inBlocks(n, i + 1));
  return candidates.reduce((best, one) => (gateCount(one) < gateCount(best) ? one : best));
}

function inBlocks(n: number, count: number): Circuit {
  const builder = new CircuitBuilder(n);
  const blocks = Array.from({ length: count }, (_, block) =>
    Array.from({ length: n }, (__, i) => i).filter((i) => Math.floor((i * count) / n) === block),
  );
  // The OR gates whose AND says that the block's parity is odd, or even: each forbids one setting of the wrong parity.
  const clauses = (block: readonly number[], odd: boolean): readonly Wire[] =>
    settings(block.length, !odd).map((wrong) =>
      builder.add(
        'or',
        block.map((input, i) => literal(n, input, !bit(wrong, i))),
      ),
    );
  // With a single block the whole parity is asked for, and only its own clauses are needed.
  const parities = blocks.map((block) => ({ odd: clauses(block, true), even: count === 1 ? [] : clauses(block, false) }));
  const terms = settings(count, true).map((row) =>
    builder.add(
      'and',
      parities.flatMap(({ odd, even }, block) => (bit(row, block) ? odd : even)),
    ),
  );
  builder.add('or', terms);
  return builder.circuit();
}

/** A balanced tree of n - 1 exclusive ors of two wires. Each is (a OR b) AND (a NAND b): three gates in two layers. */
function xorTree(n: number): Circuit {
  const builder = new CircuitBuilder(n);
  const xor = (a: Wire, b: Wire): Wire => builder.add('and', [builder.add('or', [a, b]), builder.add('nand', [a, b])]);
  let row: readonly Wire[] = Array.from({ length: n }, (_, i) => literal(n, i, true));
  while (row.length > 1) row = inPairs(row).map(([a, b]) => (b === undefined ? a : xor(a, b)));
  return builder.circuit();
}

/** Neighbours two by two; an odd one stays alone at the end. */
function inPairs(wires: readonly Wire[]): readonly (readonly [Wire, Wire?])[] {
  return wires.flatMap((wire, i) => {
    const next = wires[i + 1];
    if (i % 2 === 1) return [];
    return [next === undefined ? ([wire] as const) : ([wire, next] as const)];
  });
}

/** Builds each circuit once: an example counts, tests, draws and describes the same one. */
function remembered(build: (n: number) => Circuit): (n: number) => Circuit {
  const built = new Map<number, Circuit>();
  return (n) => {
    const circuit = built.get(n) ?? build(n);
    built.set(n, circuit);
    return circuit;
  };
}

/** The three families, by the names of the arms that show them. */
export const parityFamilies = {
  two: remembered(twoLayers),
  three: remembered(threeLayers),
  tree: remembered(xorTree),
} as const;

export type ParityFamily = keyof typeof parityFamilies;

/** The circuit that an arm of the example stands for: the number of its inputs is where it was tested on its truth table. */
export const builtParity = (family: ParityFamily, { wrongRows }: ArmLog): Circuit =>
  parityFamilies[family](last(wrongRows?.x ?? [2]));
