import { noLayer } from '../net.ts';
import type { Block } from './Arena.ts';
import type { Emitter } from './Emitter.ts';

/** What is read of some layers of a plan, some examples at a time: what they gave, or gradients with respect to that. */
export class Reading {
  readonly #plan: Emitter;
  readonly #found: readonly {
    readonly layer: string;
    readonly block: Block;
    readonly features: number;
    readonly values: Float32Array;
  }[];

  /** @throws RangeError where there is no layer of a name. */
  constructor(plan: Emitter, layers: readonly string[], count: number) {
    this.#plan = plan;
    this.#found = layers.map((name) => {
      const place = plan.activations.find(({ layer }) => layer === name);
      if (place === undefined) throw noLayer(name);
      return { ...place, values: new Float32Array(count * place.features) };
    });
  }

  /** [count, ...] each, in the order of the names. */
  get values(): readonly Float32Array[] {
    return this.#found.map(({ values }) => values);
  }

  /** Takes what the forward pass of `size` examples left, those from `start` on. */
  outputs(start: number, size: number): void {
    for (const { layer, block } of this.#found) this.#take(layer, block, start, size);
  }

  /** Makes their backward pass, and takes the gradients as they come by. */
  gradients(start: number, size: number): void {
    this.#plan.watch = (layer, gradient) => this.#take(layer, gradient, start, size);
    try {
      for (const call of this.#plan.backward) call();
    } finally {
      this.#plan.watch = undefined;
    }
  }

  #take(name: string, { at }: Block, start: number, size: number): void {
    for (const { layer, features, values } of this.#found) {
      if (layer === name) values.set(this.#plan.arena.view({ at, floats: size * features }), start * features);
    }
  }
}
