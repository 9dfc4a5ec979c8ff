/** The bytes of a WASM binary. @throws Error that says what was missing, and what to do. */
export async function fetchKernels(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`The training kernels could not be downloaded (${response.status} for ${url}). Press Retry.`);
  }
  return response.arrayBuffer();
}
