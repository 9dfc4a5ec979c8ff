import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { EngineLostError } from '../net.ts';

/** Watches over a device that may go away, or fail without a word. */
export interface Guard {
  /**
   * What was read, if the device was there to the end.
   *
   * @throws EngineLostError where it was not: what was read then is zeros, or never comes.
   */
  reading<T>(value: Promise<T>): Promise<T>;
}

export const noGuard: Guard = { reading: (value) => value };

/** Milliseconds that a device has to say why, on a machine that has much else to do. */
const MOMENT = 1000;

/** A lost WebGPU device says so once; what it could not do, for want of memory above all, it reports as uncaptured errors. */
export function webgpuGuard({ device }: WebGPUBackend): Guard {
  const lost = new Promise<never>((_, reject) => {
    void device.lost.then(({ message }) => reject(new EngineLostError(`the GPU was lost${message && ` (${message})`}`)));
    device.addEventListener('uncapturederror', ({ error }) =>
      reject(new EngineLostError(`the GPU failed with "${error.message}"`)),
    );
  });
  // Nobody may be reading when it happens.
  lost.catch(() => undefined);
  return {
    reading: async (value) => {
      try {
        return await Promise.race([lost, value]);
      } catch (error) {
        // A read fails a moment before the device says why.
        await Promise.race([lost, new Promise((resolve) => setTimeout(resolve, MOMENT))]);
        throw new EngineLostError(`the GPU failed with "${error instanceof Error ? error.message : String(error)}"`);
      }
    },
  };
}

/** A lost WebGL context gives zeros instead of an error, or, to whoever is reading when it goes, nothing at all. */
export function webglGuard({ gpgpu }: MathBackendWebGL): Guard {
  const { gl } = gpgpu;
  const canvas: EventTarget = gl.canvas;
  const fault = (): EngineLostError => new EngineLostError('its WebGL context was lost');
  const lost = new Promise<never>((_, reject) => canvas.addEventListener('webglcontextlost', () => reject(fault())));
  // Nobody may be reading when it happens.
  lost.catch(() => undefined);
  return {
    reading: async (value) => {
      const read = await Promise.race([lost, value]);
      // The event comes later than the zeros.
      if (gl.isContextLost()) throw fault();
      return read;
    },
  };
}
