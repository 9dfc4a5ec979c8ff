import { describe, expect, it } from 'vitest';
import { ensureFirefox, findFirefox, firefoxEnvironment } from '../../../src/lib/tools/firefox.ts';
import { fakeMachine } from './fake-machine.ts';

describe('finding a Firefox', () => {
  it('takes the one that FIREFOX_PATH names before all others', () => {
    const machine = fakeMachine({ files: ['/opt/firefox', '/usr/bin/firefox'], env: { FIREFOX_PATH: '/opt/firefox' } });
    expect(findFirefox(machine)).toBe('/opt/firefox');
  });

  it('does not silently use another than the one that was named', () => {
    const machine = fakeMachine({ files: ['/usr/bin/firefox'], env: { FIREFOX_PATH: '/opt/firefox' } });
    expect(() => findFirefox(machine)).toThrow(
      new Error('FIREFOX_PATH is "/opt/firefox", but there is no such file. Name a Firefox, or unset FIREFOX_PATH.'),
    );
  });

  it.each(['/usr/bin/firefox-esr', '/usr/bin/firefox', '/usr/local/bin/firefox'])('finds %s on the path', (path) => {
    expect(findFirefox(fakeMachine({ files: [path] }))).toBe(path);
  });

  it.each<[NodeJS.Platform, string]>([
    ['darwin', '/Applications/Firefox.app/Contents/MacOS/firefox'],
    ['win32', 'C:\\Program Files\\Mozilla Firefox\\firefox.exe'],
  ])('on %s, finds %s', (platform, path) => {
    expect(findFirefox(fakeMachine({ platform, env: { PROGRAMFILES: 'C:\\Program Files' }, files: [path] }))).toBe(path);
  });

  it('passes by a snap, and what only starts it', () => {
    const snap = ['/usr/bin/firefox', '/snap/bin/firefox'];
    const env = { PATH: '/usr/bin:/usr/local/bin:/snap/bin' };
    expect(findFirefox(fakeMachine({ files: snap, env }))).toBeUndefined();
    expect(findFirefox(fakeMachine({ files: [...snap, '/usr/local/bin/firefox'], env }))).toBe('/usr/local/bin/firefox');
  });

  it('installs nothing where there is one', () => {
    const machine = fakeMachine({ files: ['/usr/bin/firefox-esr', '/etc/debian_version'], isRoot: true });
    expect(ensureFirefox(machine)).toBe('/usr/bin/firefox-esr');
    expect(machine.ran).toEqual([]);
  });
});

describe('where there is no Firefox', () => {
  const advice = new Error(
    'No Firefox was found or could be installed: install Firefox (not as a snap) and set FIREFOX_PATH to its program file.',
  );

  it("installs Debian's as root", () => {
    const machine = fakeMachine({
      files: ['/etc/debian_version'],
      isRoot: true,
      installs: { update: '/var/lib/apt/lists', 'install -y': '/usr/bin/firefox-esr' },
    });
    expect(ensureFirefox(machine)).toBe('/usr/bin/firefox-esr');
    expect(machine.ran).toEqual(['apt-get update', 'apt-get install -y --no-install-recommends firefox-esr']);
  });

  it.each([
    ['as another user', fakeMachine({ files: ['/etc/debian_version'] })],
    ['on Ubuntu', fakeMachine({ files: ['/etc/debian_version', '/etc/lsb-release'], isRoot: true })],
    ['on a Mac', fakeMachine({ platform: 'darwin', isRoot: true })],
  ])('runs nothing %s, and says what to do', (_, machine) => {
    expect(() => ensureFirefox(machine)).toThrow(advice);
    expect(machine.ran).toEqual([]);
  });

  it("says what to do where Debian's cannot be had", () => {
    const machine = fakeMachine({ files: ['/etc/debian_version'], isRoot: true });
    expect(() => ensureFirefox(machine)).toThrow(advice);
    expect(machine.said).toContain('That failed: apt-get: no network');
  });
});

it('Firefox starts with a home of its own and without the session of whoever is logged in', () => {
  const env = { PATH: '/usr/bin', HOME: '/home/ada', XDG_RUNTIME_DIR: '/run/user/1000', XAUTHORITY: '/home/ada/.Xauthority' };
  expect(firefoxEnvironment(env, '/tmp/firefox-1')).toEqual({
    PATH: '/usr/bin',
    HOME: '/tmp/firefox-1',
    MOZ_CRASHREPORTER_DISABLE: '1',
    MOZ_REMOTE_SETTINGS_DEVTOOLS: '1',
  });
});
