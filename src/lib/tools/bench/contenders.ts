import type { WorkId } from './works.ts';

/** An engine that is timed, on one of its backends. */
export interface Contender {
  readonly engine: 'ours' | 'PyTorch' | 'stock TF.js' | 'jax-js';
  readonly backend: 'wasm' | 'webgpu' | 'webgl' | 'cpu';
}

export const contenders = {
  'ours-wasm': { engine: 'ours', backend: 'wasm' },
  'ours-webgpu': { engine: 'ours', backend: 'webgpu' },
  torch: { engine: 'PyTorch', backend: 'cpu' },
  'stock-webgl': { engine: 'stock TF.js', backend: 'webgl' },
  'stock-webgpu': { engine: 'stock TF.js', backend: 'webgpu' },
  'stock-cpu': { engine: 'stock TF.js', backend: 'cpu' },
  'stock-wasm': { engine: 'stock TF.js', backend: 'wasm' },
  'jax-wasm': { engine: 'jax-js', backend: 'wasm' },
  'jax-webgpu': { engine: 'jax-js', backend: 'webgpu' },
  'jax-webgl': { engine: 'jax-js', backend: 'webgl' },
} as const satisfies Record<string, Contender>;

export type ContenderId = keyof typeof contenders;

export const contenderOf = (id: ContenderId): Contender => contenders[id];

/** Those that run in a browser's page. */
export type PageContenderId = Exclude<ContenderId, 'torch'>;

export interface Entry {
  readonly contender: ContenderId;
  /** Left out of a quick bench. */
  readonly slow: boolean;
}

const fast = (...ids: readonly ContenderId[]): Entry[] => ids.map((contender) => ({ contender, slow: false }));
const slow = (...ids: readonly ContenderId[]): Entry[] => ids.map((contender) => ({ contender, slow: true }));

const plain = [
  ...fast('ours-wasm', 'torch', 'stock-webgl', 'stock-wasm', 'jax-wasm', 'jax-webgpu'),
  ...slow('stock-webgpu', 'stock-cpu', 'jax-webgl'),
];
const plainDeep = [
  ...fast('ours-wasm', 'torch', 'stock-wasm'),
  ...slow('stock-webgl', 'stock-webgpu', 'stock-cpu', 'jax-wasm', 'jax-webgpu', 'jax-webgl'),
];
const nielsen = fast('ours-wasm', 'torch', 'stock-wasm', 'stock-cpu', 'jax-wasm');

/** Who is timed on what. Ours comes first: the others are told as multiples of it. */
export const entries: Readonly<Record<WorkId, readonly Entry[]>> = {
  'plain-20': plain,
  'plain-56': plainDeep,
  'nielsen-10': nielsen,
  'nielsen-1000': nielsen,
  'gpu-56': fast('ours-webgpu', 'stock-webgpu', 'jax-webgpu'),
};

/**
 * Threads that a contender computes with. Pages are served as a plain static host serves them, without cross-origin isolation, so
 * no engine has WASM threads; a GPU that is emulated in software takes all cores; undefined for a GPU of silicon.
 */
export function threadsOf({ backend }: Contender, cores: number, hasGpu: boolean): number | undefined {
  if (backend === 'cpu' || backend === 'wasm') return 1;
  return hasGpu ? undefined : cores;
}
