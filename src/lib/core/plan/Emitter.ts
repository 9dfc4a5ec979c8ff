import type { Layer } from '../../models/layers.ts';
import type { Initialised } from '../initial-parameters.ts';
import type { Mode } from '../mode.ts';
import type { Parameter } from '../net.ts';
import type { Arena, Block } from './Arena.ts';
import type { WasmExports } from './exports.ts';
import { Scratch } from './Scratch.ts';

/** A parameter with its places. */
export interface Weight extends Parameter {
  readonly value: Block;
  readonly velocity: Block;
  readonly gradient: Block;
}

/** What a layer left behind when its forward pass was written down. */
export interface Emitted {
  readonly output: Block;
  /**
   * Writes down its backward pass: from the gradient of its output to those of its parameters and, where asked for, of its input.
   * Blocks that it borrows meanwhile it gives back.
   */
  readonly backward: (dOutput: Block, dInput: Block | undefined) => void;
}

export type LayerOf<T extends Layer['type']> = Extract<Layer, { type: T }>;

/**
 * Collects the plan of a training step: calls of kernels, in order, over places that are settled once. The plan is run as often as
 * there are steps, without a tape and without new memory.
 */
export class Emitter {
  readonly run: WasmExports;
  readonly arena: Arena;
  readonly scratch = new Scratch();
  readonly forward: ((mode: Mode) => void)[] = [];
  readonly backward: (() => void)[] = [];
  readonly weights: Weight[] = [];
  /** Running means and variances. */
  readonly statistics: Block[] = [];
  /** What each layer computes, in the order of the forward pass, a row of `features` an example. */
  readonly activations: { readonly layer: string; readonly block: Block; readonly features: number }[] = [];
  /** Who wants to see the gradient of each layer's output, when the backward pass comes to it; usually nobody. */
  watch: ((layer: string, gradient: Block) => void) | undefined;
  /** Most examples of a call. */
  readonly capacity: number;
  /** Examples of this call. */
  count = 0;

  constructor(run: WasmExports, arena: Arena, capacity: number) {
    this.run = run;
    this.arena = arena;
    this.capacity = capacity;
  }

  /** A parameter with its initial values. */
  weight({ values, ...parameter }: Initialised): Weight {
    const reserve = (): Block => this.arena.reserve(values.length);
    const weight = { ...parameter, value: reserve(), velocity: reserve(), gradient: reserve() };
    this.arena.view(weight.value).set(values);
    this.weights.push(weight);
    return weight;
  }

  /** A running statistic of `floats` channels. */
  statistic(floats: number, initial: number): Block {
    const block = this.arena.reserve(floats);
    this.arena.view(block).fill(initial);
    this.statistics.push(block);
    return block;
  }

  /** Room for what a layer computes, `features` numbers an example. */
  activation(layer: string, features: number): Block {
    const block = this.arena.reserve(this.capacity * features);
    this.activations.push({ layer, block, features });
    return block;
  }

  /** Writes down a copy of `features` numbers an example, as part of the backward pass. */
  copyBack(from: Block, to: Block, features: number): void {
    this.backward.push(() => {
      new Uint8Array(this.arena.memory.buffer).copyWithin(to.at, from.at, from.at + 4 * this.count * features);
    });
  }
}
