import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

/**
 * `npm run engine`: compiles the kernels of the training core, AssemblyScript in `src/lib/core/wasm`, to WebAssembly.
 *
 * The module works in the memory that TensorFlow.js's own module exports. So it may not bring data of its own (which would be
 * written over TensorFlow.js's), nor an allocator (`--runtime stub`); relaxed SIMD stays off, since its results differ
 * between devices.
 */
const root = fileURLToPath(new URL('../../../', import.meta.url));
/** Everything that these files export, the module exports. */
const entries = ['conv', 'elementwise', 'layout', 'norm'].map((name) => `src/lib/core/wasm/${name}.ts`);
const enginePath = fileURLToPath(new URL('../core/wasm/kernels.wasm', import.meta.url));

const DATA_SECTION = 11;

async function buildEngine(): Promise<void> {
  const options = ['--enable', 'simd', '--importMemory', '--runtime', 'stub', '--use', 'abort=', '--noAssert', '-O3'];
  // 201: a pointer times an i32 count. WebAssembly's 32-bit memory is the only one meant here.
  const binary = await compiled([...options, '--disableWarning', '201']);
  if (sections(binary).includes(DATA_SECTION)) {
    throw new Error(
      `The kernels compile to a module with a data section, which would overwrite TensorFlow.js's memory. Use no strings, static arrays or classes in it.`,
    );
  }
  await mkdir(dirname(enginePath), { recursive: true });
  // Renamed into place, so that a server or test that reads meanwhile never sees half a file.
  await writeFile(`${enginePath}.${process.pid}`, binary);
  await rename(`${enginePath}.${process.pid}`, enginePath);
  console.log(`${relative(root, enginePath)}: ${binary.length} bytes`);
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

if (import.meta.main) await buildEngine();
