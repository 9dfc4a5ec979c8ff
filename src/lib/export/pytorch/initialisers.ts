import type { Initializer } from '../../models/layers.ts';
import { called, number } from './literals.ts';

/** Inputs that a unit of a tensor sums over, and units that an input goes to. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

type InitializerPrinter = {
  readonly [T in Initializer['type']]: (init: Extract<Initializer, { type: T }>, fans: Fans) => string;
};

const printers: InitializerPrinter = {
  zeros: () => 'zeros',
  constant: ({ value }) => called('constant', [number(value)]),
  identity: ({ scale }) => called('identity', [number(scale)]),
  normal: ({ std }) => called('normal', [number(std)]),
  fanIn: ({ gain }, { fanIn }) => called('normal', [`math.sqrt(${number(gain)} / ${fanIn})`]),
  uniform: ({ bound }) => called('uniform', [number(bound)]),
  uniformFanIn: ({ bound }, { fanIn }) => called('uniform', [`${number(bound)} / math.sqrt(${fanIn})`]),
  orthogonal: ({ gain }) => called('orthogonal', [number(gain)]),
  xavier: (_, { fanIn, fanOut }) => called('uniform', [`math.sqrt(6 / (${fanIn} + ${fanOut}))`]),
  sparse: ({ connections, std }) => called('sparse', [], { connections: number(connections), std: number(std) }),
};

/** The function of the script that draws a tensor's initial values. */
export function initialiser(init: Initializer, fans: Fans): string {
  // One initialiser, looked up by its own type: TypeScript does not relate the two through the index.
  const print = printers[init.type] as (init: Initializer, fans: Fans) => string;
  return print(init, fans);
}
