import { expect, it } from 'vitest';
import { findHeadlessShell } from '../../../src/lib/tools/headless-shell.ts';
import { fakeMachine } from './fake-machine.ts';

const installed = '/usr/bin/chromium-headless-shell';

it('is found on the path, and none where there is none', () => {
  expect(findHeadlessShell(fakeMachine({ files: [installed] }))).toBe(installed);
  expect(findHeadlessShell(fakeMachine({ files: ['/usr/bin/chromium'] }))).toBeUndefined();
});

it('gives way where a browser is named for everything, unless it is named itself', () => {
  const files = [installed, '/opt/chromium', '/opt/shell'];
  expect(findHeadlessShell(fakeMachine({ files, env: { CHROMIUM_PATH: '/opt/chromium' } }))).toBeUndefined();
  const env = { CHROMIUM_PATH: '/opt/chromium', HEADLESS_SHELL_PATH: '/opt/shell' };
  expect(findHeadlessShell(fakeMachine({ files, env }))).toBe('/opt/shell');
});

it('is not silently another than the one that was named', () => {
  const machine = fakeMachine({ files: [installed], env: { HEADLESS_SHELL_PATH: '/opt/shell' } });
  expect(() => findHeadlessShell(machine)).toThrow(
    new Error(
      'HEADLESS_SHELL_PATH is "/opt/shell", but there is no such file. Name a headless shell, or unset HEADLESS_SHELL_PATH.',
    ),
  );
});
