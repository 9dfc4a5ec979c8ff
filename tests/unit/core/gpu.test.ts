import { afterEach, describe, expect, it, vi } from 'vitest';
import { softwareRenderer } from '../../../src/lib/core/gpu.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const withAdapter = (adapter: object | null): void => {
  vi.stubGlobal('navigator', { gpu: { requestAdapter: () => Promise.resolve(adapter) } });
};

/** A canvas whose WebGL context says this of its renderer; null for a canvas without WebGL. */
function withRenderer(renderer: string | null): void {
  const context = {
    UNMASKED: 37446,
    getExtension: (name: string) => (name === 'WEBGL_debug_renderer_info' ? { UNMASKED_RENDERER_WEBGL: 37446 } : null),
    getParameter: (parameter: number) => (parameter === 37446 ? renderer : undefined),
  };
  const Canvas = class {
    getContext(): object | null {
      return renderer === null ? null : context;
    }
  };
  vi.stubGlobal('OffscreenCanvas', Canvas);
}

describe('WebGPU', () => {
  it('is worth a try on a GPU of silicon', async () => {
    withAdapter({ info: { vendor: 'apple', architecture: 'metal-3', description: '' } });
    expect(await softwareRenderer('webgpu')).toBeUndefined();
  });

  it.each([
    { info: { vendor: 'google', architecture: 'swiftshader' } },
    { info: { vendor: 'mesa', description: 'llvmpipe (LLVM 19.1.7, 256 bits)' } },
    { info: { vendor: 'microsoft', description: 'Microsoft Basic Render Driver' } },
    { info: { vendor: 'x', isFallbackAdapter: true } },
    { isFallbackAdapter: true },
  ])('is not worth one on %o', async (adapter) => {
    withAdapter(adapter);
    expect(await softwareRenderer('webgpu')).toBe('its GPU is emulated in software');
  });

  it('is missed in plain words', async () => {
    withAdapter(null);
    expect(await softwareRenderer('webgpu')).toBe('there is no GPU for it');
    vi.stubGlobal('navigator', {});
    expect(await softwareRenderer('webgpu')).toBe('this browser does not offer it');
  });
});

describe('WebGL', () => {
  it.each([
    ['ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11 vs_5_0 ps_5_0, D3D11)', undefined],
    ['Apple GPU', undefined],
    [
      'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)',
      'its GPU is emulated in software',
    ],
    ['llvmpipe (LLVM 19.1.7, 256 bits)', 'its GPU is emulated in software'],
    [null, 'there is no GPU for it'],
  ])('on %s: %s', async (renderer, expected) => {
    withRenderer(renderer);
    expect(await softwareRenderer('webgl')).toBe(expected);
  });

  it('needs a canvas that works in a worker', async () => {
    vi.stubGlobal('OffscreenCanvas', undefined);
    expect(await softwareRenderer('webgl')).toBe('this browser does not offer it in a worker');
  });
});

it.each(['wasm', 'cpu'] as const)('%s needs no GPU', async (backend) => {
  expect(await softwareRenderer(backend)).toBeUndefined();
});
