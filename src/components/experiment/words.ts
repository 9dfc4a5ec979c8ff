/** Numbers in words, for controls and live regions. */
import type { Backend, Phase } from '../../lib/worker/protocol.ts';

export function bytesInWords(bytes: number): string {
  return bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

export function secondsInWords(seconds: number): string {
  if (seconds < 1.5) return '1 s';
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return `${Math.round(seconds / 60)} min`;
}

export const phaseInWords: Readonly<Record<Phase, string>> = {
  engine: 'Loading the training engine',
  download: 'Downloading data',
  compile: 'Building the networks',
  train: 'Training',
  evaluate: 'Measuring the test error',
};

export const backendInWords: Readonly<Record<Backend, string>> = {
  webgpu: 'WebGPU (graphics card)',
  webgl: 'WebGL (graphics card)',
  wasm: 'WebAssembly (processor)',
  cpu: 'JavaScript (processor)',
};

/** "on the processor with WebAssembly: a step takes 3 ms." A reason begins with the name of its engine, which is said once. */
export const engineInWords = (backend: Backend, reason: string): string =>
  `on the ${backend === 'wasm' || backend === 'cpu' ? 'processor' : 'graphics card'} with ${reason}`;
