import { depthOf, gateCount, wireCount, type Circuit } from './circuit.ts';

/** What a circuit takes, counted on the circuit. */
export interface Size {
  readonly inputs: number;
  readonly gates: number;
  readonly wires: number;
  readonly layers: number;
}

export const sizeOf = (circuit: Circuit): Size => ({
  inputs: circuit.inputs,
  gates: gateCount(circuit),
  wires: wireCount(circuit),
  layers: depthOf(circuit),
});

/** The sizes of a family of circuits for 2 to `most` inputs, built and counted when they are first asked for. */
export function sizesOf(build: (inputs: number) => Circuit, most: number): () => readonly Size[] {
  let sizes: readonly Size[] | undefined;
  return () => (sizes ??= Array.from({ length: most - 1 }, (_, i) => sizeOf(build(i + 2))));
}
