import type { Backend } from '../experiments/frame.ts';

/**
 * Why a GPU backend is not worth trying, in words: there is none, or it is emulated on the CPU, where the WASM backend is many
 * times as fast. Undefined for a GPU of silicon, and for the backends that need none.
 */
export async function softwareRenderer(backend: Backend): Promise<string | undefined> {
  switch (backend) {
    case 'webgpu':
      return webgpuFault();
    case 'webgl':
      return webglFault();
    case 'wasm':
    case 'cpu':
      return undefined;
    default:
      throw backend satisfies never;
  }
}

const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** The little of WebGPU that is asked here; TypeScript's DOM library does not have it. */
interface Gpu {
  requestAdapter(): Promise<{ isFallbackAdapter?: boolean; info?: GpuInfo } | null>;
}
interface GpuInfo {
  readonly vendor?: string;
  readonly architecture?: string;
  readonly description?: string;
  readonly isFallbackAdapter?: boolean;
}

async function webgpuFault(): Promise<string | undefined> {
  const gpu = (globalThis.navigator as { gpu?: Gpu } | undefined)?.gpu;
  if (gpu === undefined) return 'this browser does not offer it';
  const adapter = await gpu.requestAdapter();
  if (adapter === null) return 'there is no GPU for it';
  const { vendor = '', architecture = '', description = '', isFallbackAdapter } = adapter.info ?? {};
  const name = `${vendor} ${architecture} ${description}`;
  const emulated = adapter.isFallbackAdapter === true || isFallbackAdapter === true || SOFTWARE.test(name);
  return emulated ? 'its GPU is emulated in software' : undefined;
}

function webglFault(): string | undefined {
  if (typeof OffscreenCanvas === 'undefined') return 'this browser does not offer it in a worker';
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (context === null) return 'there is no GPU for it';
  const unmasked = context.getExtension('WEBGL_debug_renderer_info');
  const renderer = String(context.getParameter(unmasked === null ? context.RENDERER : unmasked.UNMASKED_RENDERER_WEBGL));
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return SOFTWARE.test(renderer) ? 'its GPU is emulated in software' : undefined;
}
