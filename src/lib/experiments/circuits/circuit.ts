/**
 * Boolean circuits of AND, OR and NAND gates with any number of inputs each. Negated inputs are at hand and cost nothing; a gate costs
 * one, however many wires enter it.
 */
export interface Circuit {
  readonly inputs: number;
  /** Each after those that it reads; the last one is the output. */
  readonly gates: readonly Gate[];
}

export interface Gate {
  readonly type: GateType;
  readonly from: readonly Wire[];
}
export type GateType = 'and' | 'or' | 'nand';

/** What a wire carries, by number: from 0 the inputs x_1 ... x_n, from n their negations, from 2n the gates in their order. */
export type Wire = number;

/** The wires that carry x_i and its negation, i from 0. */
export const literal = (inputs: number, input: number, isTrue: boolean): Wire => (isTrue ? input : inputs + input);

export const isLiteral = ({ inputs }: Pick<Circuit, 'inputs'>, wire: Wire): boolean => wire < 2 * inputs;

/** A circuit that grows gate by gate; `add` gives the wire that a gate feeds. */
export class CircuitBuilder {
  readonly #inputs: number;
  readonly #gates: Gate[] = [];

  constructor(inputs: number) {
    this.#inputs = inputs;
  }

  /** A gate of a single wire would only pass it on, so that wire stands for it. NAND is the exception: it negates. */
  add(type: GateType, from: readonly Wire[]): Wire {
    const [only] = from;
    if (from.length === 1 && only !== undefined && type !== 'nand') return only;
    return 2 * this.#inputs + this.#gates.push({ type, from }) - 1;
  }

  circuit(): Circuit {
    return { inputs: this.#inputs, gates: this.#gates };
  }
}

export const gateCount = ({ gates }: Circuit): number => gates.length;

/** Wires that enter a gate, over all gates. */
export const wireCount = ({ gates }: Circuit): number => gates.reduce((sum, { from }) => sum + from.length, 0);

/** The layer of each gate: one more than the highest that it reads; inputs and their negations are in layer 0. */
export function layersOf(circuit: Circuit): readonly number[] {
  const layers: number[] = [];
  for (const { from } of circuit.gates) {
    let highest = 0;
    for (const wire of from) highest = Math.max(highest, layers[wire - 2 * circuit.inputs] ?? 0);
    layers.push(highest + 1);
  }
  return layers;
}

/** The number of gates on the longest way from an input to the output. */
export const depthOf = (circuit: Circuit): number => layersOf(circuit).at(-1) ?? 0;
