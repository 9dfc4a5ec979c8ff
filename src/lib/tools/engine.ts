import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

/**
 * `npm run engine`: compiles the kernels of the training core, AssemblyScript in `src/lib/core/wasm`, to WebAssembly.
 *
 * Each net gives the module a memory of its own and places everything in it. So the module may not bring data of its own, which
 * would be written over, nor an allocator (`--runtime stub`); relaxed SIMD stays off, since its results differ between devices.
 */
const root = fileURLToPath(new URL('../../../', import.meta.url));
/** Everything that these files export, the module exports. */
const entries = [
  'activations',
  'columns',
  'conv',
  'elementwise',
  'gates',
  'group-norm',
  'layout',
  'losses',
  'norm',
  'rms-norm',
  'shortcuts',
].map((name) => `src/lib/core/wasm/${name}.ts`);
const enginePath = (name: string): string => fileURLToPath(new URL(`../core/wasm/${name}.wasm`, import.meta.url));

/** The same kernels twice: a module over memory that threads share cannot take one that they do not, and the other way round. */
const builds = {
  kernels: [],
  'kernels-shared': ['--enable', 'threads', '--sharedMemory', '--maximumMemory', '65536'],
} as const satisfies Record<string, readonly string[]>;

const DATA_SECTION = 11;

async function buildEngine(name: string, memory: readonly string[]): Promise<void> {
  const options = ['--enable', 'simd', '--importMemory', '--runtime', 'stub', '--use', 'abort=', '--noAssert', '-O3', ...memory];
  // 201: a pointer times an i32 count. WebAssembly's 32-bit memory is the only one meant here.
  const binary = await compiled([...options, '--disableWarning', '201']);
  if (sections(binary).includes(DATA_SECTION)) {
    throw new Error(
      `The kernels compile to a module with a data section, which would overwrite a net's memory. Use no strings, static arrays or classes in it.`,
    );
  }
  const path = enginePath(name);
  await mkdir(dirname(path), { recursive: true });
  // Renamed into place, so that a server or test that reads meanwhile never sees half a file.
  await writeFile(`${path}.${process.pid}`, binary);
  await rename(`${path}.${process.pid}`, path);
  console.log(`${relative(root, path)}: ${binary.length} bytes`);
}

async function compiled(options: readonly string[]): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main([...entries, '--baseDir', root, '--outFile', 'kernels.wasm', ...options], {
    writeFile: (_name, contents) => {
      if (typeof contents !== 'string') binary = contents;
    },
  });
  if (error !== null || binary === undefined)
    throw new Error(`AssemblyScript could not compile the kernels:\n${stderr.toString()}`);
  return binary;
}

/** Numbers of the sections of a WASM binary: after 8 bytes of header, each is an id, a size in LEB128, and its content. */
function sections(binary: Uint8Array): number[] {
  const ids: number[] = [];
  for (let at = 8; at < binary.length;) {
    ids.push(binary[at] ?? 0);
    at += 1;
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = binary[at] ?? 0;
      at += 1;
      length |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    at += length;
  }
  return ids;
}

if (import.meta.main) for (const [name, memory] of Object.entries(builds)) await buildEngine(name, memory);
