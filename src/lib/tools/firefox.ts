import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, type Browser, type LaunchOptions } from 'puppeteer-core';
import {
  debianPackage,
  ensureProgram,
  findProgram,
  macApplications,
  sayWhere,
  thisMachine,
  windowsPrograms,
  type Machine,
  type Program,
} from './programs.ts';

function program({ platform, env, exists }: Machine): Program {
  const places: Partial<Record<NodeJS.Platform, readonly string[]>> = {
    darwin: macApplications(env, 'Firefox.app/Contents/MacOS/firefox'),
    win32: windowsPrograms(env, 'Mozilla Firefox\\firefox.exe'),
  };
  // Ubuntu's /usr/bin/firefox only starts the snap, and a snap sees neither a profile nor a home under /tmp.
  const isSnap = (path: string): boolean =>
    path.startsWith('/snap/') || (path === '/usr/bin/firefox' && exists('/snap/bin/firefox'));
  return {
    name: 'Firefox',
    variables: ['FIREFOX_PATH'],
    commands: ['firefox-esr', 'firefox'],
    places: places[platform] ?? [],
    suits: (path) => !isSnap(path),
    installers: [debianPackage('Firefox', 'firefox-esr')],
    advice: 'Firefox (not as a snap)',
  };
}

/**
 * Path of a Firefox: the one that FIREFOX_PATH names, or one that is installed, but as a snap.
 *
 * @throws Error where FIREFOX_PATH names a file that does not exist.
 */
export const findFirefox = (machine: Machine = thisMachine()): string | undefined => findProgram(program(machine), machine);

/**
 * Finds a Firefox, and where there is none installs Debian's where we may.
 *
 * @throws Error that says in one line what to do, where nothing could be installed.
 */
export const ensureFirefox = (machine: Machine = thisMachine()): string => ensureProgram(program(machine), machine);

/** No proxy listens here: whatever is not on this machine is out of reach. */
const nowhere = { host: '127.0.0.1', port: 9 };

/** On top of Puppeteer's, which turn off most of what Firefox asks the network for by itself. */
const preferences: Readonly<Record<string, boolean | number | string>> = {
  'network.proxy.type': 1,
  'network.proxy.http': nowhere.host,
  'network.proxy.http_port': nowhere.port,
  'network.proxy.ssl': nowhere.host,
  'network.proxy.ssl_port': nowhere.port,
  'toolkit.telemetry.enabled': false,
};

/**
 * The variables that Firefox starts with. As root it refuses to run where a home or a session belongs to another user, and all
 * that it keeps outside of its profile goes under the home.
 */
export function firefoxEnvironment(env: Machine['env'], home: string): Record<string, string | undefined> {
  const ofTheSession = (name: string): boolean => name.startsWith('XDG_') || name === 'XAUTHORITY';
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !ofTheSession(name))),
    HOME: home,
    MOZ_CRASHREPORTER_DISABLE: '1',
    // Without it, a release ignores Puppeteer's preference that keeps it from its maker's settings server.
    MOZ_REMOTE_SETTINGS_DEVTOOLS: '1',
  };
}

/**
 * Shell that becomes Firefox (`$0`, in a home `$1`), beside a child that waits until the pipe to us closes, and then ends what is
 * left: Firefox would outlive a parent that was killed. By way of 3, since a shell gives its children in the background no input.
 */
const guard = `home=$1; shift; exec 3<&0
(cat <&3; kill -KILL $$ && rm -rf "$home"; kill -KILL -$$) >/dev/null 2>&1 &
exec "$0" "$@" 3<&-`;

function guarded(executablePath: string, home: string): LaunchOptions {
  const profile = join(home, 'profile');
  if (process.platform === 'win32') return { executablePath, userDataDir: profile, headless: true };
  return {
    executablePath: '/bin/sh',
    ignoreDefaultArgs: true,
    args: ['-c', guard, executablePath, home, '--headless', '--profile', profile],
    // Puppeteer's own answer to signals would end the guard before it has cleared up.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  };
}

/** A headless Firefox with a new profile, installed first where there is none. Close it in a `finally`; that removes the profile. */
export async function launchFirefox(): Promise<Browser> {
  const executablePath = ensureFirefox();
  const home = mkdtempSync(join(tmpdir(), 'firefox-'));
  const removeHome = (): void => rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  const launching = new AbortController();
  try {
    const browser = await launch({
      browser: 'firefox',
      ...guarded(executablePath, home),
      env: firefoxEnvironment(process.env, home),
      extraPrefsFirefox: preferences,
      signal: launching.signal,
    });
    // Where this process ends first, Puppeteer ends Firefox, and the guard with it, before this removes the home.
    process.once('exit', removeHome);
    browser.process()?.once('exit', () => {
      process.off('exit', removeHome);
      removeHome();
    });
    return browser;
  } catch (error) {
    // Ends a Firefox that started, but did not answer.
    launching.abort();
    removeHome();
    throw error;
  }
}

if (import.meta.main) sayWhere('Firefox', ensureFirefox);
