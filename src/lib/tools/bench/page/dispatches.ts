/** The little of WebGPU that is counted; TypeScript's DOM library does not have it. */
interface Encoder {
  dispatchWorkgroups: (...args: unknown[]) => void;
  dispatchWorkgroupsIndirect: (...args: unknown[]) => void;
}

let dispatched = 0;
let counts = false;

/** Compute shaders dispatched in this page since the first call, which starts the count. */
export function dispatchCount(): number {
  if (!counts) start();
  return dispatched;
}

function start(): void {
  const { GPUComputePassEncoder: type } = globalThis as { GPUComputePassEncoder?: { readonly prototype: Encoder } };
  if (type === undefined) throw new Error('this browser has no WebGPU');
  for (const name of ['dispatchWorkgroups', 'dispatchWorkgroupsIndirect'] as const) {
    const original = type.prototype[name];
    type.prototype[name] = function (this: Encoder, ...args) {
      dispatched += 1;
      original.apply(this, args);
    };
  }
  counts = true;
}
