import { execFile } from 'node:child_process';
import { relative } from 'node:path';
import { DataError } from './errors.ts';
import { tarballOf } from './sources.ts';
import type { Source } from './sources.ts';

/** Puts the tarball of a package into a folder. */
export type Fetch = (source: Source, folder: string) => Promise<void>;

/**
 * Fetches with the user's npm, so that the registry, proxy and certificates that they have set up apply. `root` is where npm
 * looks for a project's .npmrc.
 */
export const npmPack =
  (root: string): Fetch =>
  async (source, folder) => {
    const failure = await run(`${source.name}@${source.version}`, relative(root, folder), root);
    if (failure) throw explainNpm(failure, source);
  };

interface Failure {
  /** Of the process that could not start, or its exit code. */
  readonly code: string;
  readonly stderr: string;
}

function run(spec: string, destination: string, root: string): Promise<Failure | undefined> {
  return new Promise((resolve) => {
    // On Windows npm is a .cmd file, which only a shell can start; no argument here holds a blank.
    const shell = process.platform === 'win32';
    const args = ['pack', spec, '--pack-destination', destination, '--ignore-scripts', '--loglevel', 'error'];
    const child = execFile('npm', args, { cwd: root, shell }, (error, _, stderr) => {
      process.off('exit', stop);
      resolve(error ? { code: String(error.code), stderr } : undefined);
    });
    const stop = (): void => void child.kill();
    process.once('exit', stop);
  });
}

/** Lines of npm's that tell a reader nothing. */
const noise = /^(npm warn|A complete log|syscall|errno)/;

function explainNpm({ code, stderr }: Failure, source: Source): DataError {
  const file = tarballOf(source);
  if (code === 'ENOENT') {
    return new DataError(
      `npm is needed to fetch ${file}, and there is none on the PATH. Install Node.js with npm, then run npm run data again.`,
    );
  }
  const said = stderr
    .split('\n')
    .map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim())
    .filter((line) => line !== '' && !noise.test(line));
  if (/\bENOSPC\b/.test(stderr)) {
    return new DataError(`The disk is full: npm could not store ${file}. Free at least 600 MB, then run npm run data again.`);
  }
  return new DataError(
    `npm could not fetch ${file} (${said.slice(0, 2).join('; ') || `exit code ${code}`}). Check the network, the proxy and the ` +
      `registry (npm config get registry), then run npm run data again. Without a network: copy that file into .cache/data by hand.`,
  );
}
