import { getKernel, registerKernel, unregisterKernel, type KernelConfig } from '@tensorflow/tfjs-core';

/** Registers a kernel in place of the one that has its name, of which TensorFlow.js would warn on the console. */
export function replaceKernel(config: KernelConfig): void {
  const { kernelName, backendName } = config;
  const present = getKernel(kernelName, backendName) as KernelConfig | undefined;
  if (present !== undefined) unregisterKernel(kernelName, backendName);
  registerKernel(config);
}
