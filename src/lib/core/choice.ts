import type { Backend } from '../experiments/frame.ts';

export interface Choice {
  readonly backend: Backend;
  /** Why this backend, in plain words. */
  readonly reason: string;
  /** Whether it was timed against others. */
  readonly isTimed: boolean;
}

/** A backend whose training step is right. */
export interface Runner {
  readonly backend: Backend;
  /** Milliseconds of a training step; not measured where there is no other to compare it with. */
  readonly time?: number;
}

export interface Fault {
  readonly backend: Backend;
  /** A clause, for example "its GPU is emulated in software". */
  readonly fault: string;
}

export const titles: Readonly<Record<Backend, string>> = {
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WebAssembly',
  cpu: 'plain JavaScript',
};

/**
 * The fastest of the backends that are right, and why the others are not used.
 *
 * @throws Error where no backend is right.
 */
export function choose(runners: readonly Runner[], faults: readonly Fault[]): Choice {
  const [best, ...slower] = [...runners].sort((a, b) => (a.time ?? 0) - (b.time ?? 0));
  const excluded = faults.map(({ backend, fault }) => `${titles[backend]}: ${fault}`);
  if (best === undefined) {
    throw new Error(`No engine here can train. ${excluded.join('. ')}. A current Chrome, Edge, Firefox or Safari can.`);
  }
  const compared = slower.map(({ backend, time = 0 }) => `${titles[backend]} would take ${time.toFixed(0)} ms`);
  const speed = best.time === undefined ? '' : `: a step takes ${best.time.toFixed(0)} ms`;
  const reason = [`${titles[best.backend]}${[speed, ...compared].join(', ')}`];
  if (excluded.length > 0) reason.push(`Not used are ${excluded.join('; ')}`);
  return { backend: best.backend, reason: `${reason.join('. ')}.`, isTimed: slower.length > 0 };
}
