import { describe, expect, it } from 'vitest';
import { ensureChromium, findChromium } from '../../../src/lib/tools/chromium.ts';
import { fakeMachine } from './fake-machine.ts';

const playwright = '/cache/playwright/chrome';

describe('finding a Chromium', () => {
  it('takes the one that CHROMIUM_PATH names before all others', () => {
    const machine = fakeMachine({
      files: ['/opt/chromium', '/opt/chrome', '/usr/bin/chromium'],
      env: { CHROMIUM_PATH: '/opt/chromium', CHROME_PATH: '/opt/chrome' },
    });
    expect(findChromium(machine, playwright)).toBe('/opt/chromium');
  });

  it('takes CHROME_PATH too, and an empty variable for none', () => {
    const machine = fakeMachine({ files: ['/opt/chrome'], env: { CHROMIUM_PATH: '', CHROME_PATH: '/opt/chrome' } });
    expect(findChromium(machine, playwright)).toBe('/opt/chrome');
  });

  it('does not silently use another than the one that was named', () => {
    const machine = fakeMachine({ files: ['/usr/bin/chromium'], env: { CHROMIUM_PATH: '/opt/chromium' } });
    expect(() => findChromium(machine, playwright)).toThrow(
      new Error('CHROMIUM_PATH is "/opt/chromium", but there is no such file. Name a Chromium, or unset CHROMIUM_PATH.'),
    );
  });

  it.each(['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/local/bin/google-chrome'])('finds %s on the path', (path) => {
    expect(findChromium(fakeMachine({ files: [path, playwright] }), playwright)).toBe(path);
  });

  it.each<[NodeJS.Platform, string]>([
    ['darwin', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    ['darwin', '/Users/ada/Applications/Chromium.app/Contents/MacOS/Chromium'],
    ['win32', 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'],
  ])('on %s, finds %s', (platform, path) => {
    const env = { HOME: '/Users/ada', PROGRAMFILES: 'C:\\Program Files' };
    expect(findChromium(fakeMachine({ platform, env, files: [path] }), playwright)).toBe(path);
  });

  it("falls back to Playwright's own", () => {
    expect(findChromium(fakeMachine({ files: [playwright] }), playwright)).toBe(playwright);
  });

  it('installs nothing where there is one', () => {
    const machine = fakeMachine({ files: ['/usr/bin/chromium'], isRoot: true });
    expect(ensureChromium(machine, playwright)).toBe('/usr/bin/chromium');
    expect(machine.ran).toEqual([]);
  });
});

describe('where there is no Chromium', () => {
  it("installs Debian's as root", () => {
    const machine = fakeMachine({
      files: ['/etc/debian_version'],
      isRoot: true,
      installs: { update: '/var/lib/apt/lists', 'install -y': '/usr/bin/chromium' },
    });
    expect(ensureChromium(machine, playwright)).toBe('/usr/bin/chromium');
    expect(machine.ran).toEqual(['apt-get update', 'apt-get install -y --no-install-recommends chromium']);
    expect(machine.said).toEqual(['No Chromium found: installing the Debian package.']);
  });

  it("installs Playwright's as another user", () => {
    const machine = fakeMachine({
      files: ['/etc/debian_version'],
      installs: { 'cli.js install chromium': playwright },
    });
    expect(ensureChromium(machine, playwright)).toBe(playwright);
    expect(machine.ran).toHaveLength(1);
  });

  it("installs Playwright's on Ubuntu, whose package is a snap", () => {
    const machine = fakeMachine({
      files: ['/etc/debian_version', '/etc/lsb-release'],
      isRoot: true,
      installs: { 'cli.js install --with-deps chromium': playwright },
    });
    expect(ensureChromium(machine, playwright)).toBe(playwright);
  });

  it("tries Playwright's where Debian's package cannot be had", () => {
    const machine = fakeMachine({
      files: ['/etc/debian_version'],
      isRoot: true,
      installs: { 'cli.js install': playwright },
    });
    expect(ensureChromium(machine, playwright)).toBe(playwright);
    expect(machine.said).toContain('That failed: apt-get: no network');
  });

  it('says in one line what to do where nothing can be installed', () => {
    const machine = fakeMachine({ files: ['/etc/debian_version'], isRoot: true });
    expect(() => ensureChromium(machine, playwright)).toThrow(
      new Error(
        'No Chromium was found or could be installed: install Chromium or Chrome and set CHROMIUM_PATH to its program file.',
      ),
    );
  });
});
