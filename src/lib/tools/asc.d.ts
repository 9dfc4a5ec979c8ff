/**
 * What `engine.ts` uses of AssemblyScript's compiler; `tsconfig.json` maps the package's name here. The package's own types would
 * declare the globals of its language in every file of ours, among them an `Array.prototype.at` that never gives `undefined`.
 */
declare const asc: {
  main(
    args: readonly string[],
    options: { writeFile: (name: string, contents: string | Uint8Array, baseDir: string) => void },
  ): Promise<{ readonly error: Error | null; readonly stderr: { readonly toString: () => string } }>;
};
export default asc;
