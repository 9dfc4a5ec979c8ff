import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/** What finding a browser depends on; tests bring their own. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
  /** Where Playwright's own Chromium lies, or would. */
  readonly playwrightPath: string;
  exists(path: string): boolean;
  /** Runs to the end, output shown. Throws where the command is missing or fails. */
  run(command: string, args: readonly string[]): void;
  say(line: string): void;
}

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const otherPlaces: Partial<Record<NodeJS.Platform, (env: Machine['env']) => readonly string[]>> = {
  darwin: (env) =>
    ['', env['HOME'] ?? ''].flatMap((home) => [
      `${home}/Applications/Google Chrome.app/Contents/MacOS/Google Chrome`,
      `${home}/Applications/Chromium.app/Contents/MacOS/Chromium`,
    ]),
  win32: (env) =>
    [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']]
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => [
        `${folder}\\Google\\Chrome\\Application\\chrome.exe`,
        `${folder}\\Chromium\\Application\\chrome.exe`,
      ]),
};

/**
 * Path of a Chromium: the one that CHROMIUM_PATH or CHROME_PATH names, one that is installed, or Playwright's own.
 *
 * @throws Error where a variable names a file that does not exist.
 */
export function findChromium(machine: Machine): string | undefined {
  const { env, platform } = machine;
  for (const variable of ['CHROMIUM_PATH', 'CHROME_PATH']) {
    const path = env[variable];
    if (path === undefined || path === '') continue;
    if (machine.exists(path)) return path;
    throw new Error(`${variable} is "${path}", but there is no such file. Name a Chromium, or unset ${variable}.`);
  }
  const folders = platform === 'win32' ? [] : (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const installed = commands.flatMap((command) => folders.map((folder) => join(folder, command)));
  return [...installed, ...(otherPlaces[platform]?.(env) ?? []), machine.playwrightPath].find((path) => machine.exists(path));
}

/**
 * Finds a Chromium, and where there is none installs one: Debian's package where we may, else Playwright's build.
 *
 * @throws Error that says in one line what to do, where nothing could be installed.
 */
export function ensureChromium(machine: Machine = thisMachine()): string {
  const found = findChromium(machine);
  if (found !== undefined) return found;

  for (const install of machine.platform === 'linux' && machine.isRoot
    ? [installDebian, installPlaywright]
    : [installPlaywright]) {
    try {
      install(machine);
    } catch (error) {
      machine.say(`That failed: ${error instanceof Error ? error.message : String(error)}`);
    }
    const path = findChromium(machine);
    if (path !== undefined) return path;
  }
  throw new Error(
    'No Chromium was found or could be installed: install Chromium or Chrome and set CHROMIUM_PATH to its program file.',
  );
}

function installDebian(machine: Machine): void {
  // Ubuntu's package of this name only points at a snap, which runs in few containers.
  if (!machine.exists('/etc/debian_version') || machine.exists('/etc/lsb-release')) return;
  machine.say('No Chromium found: installing the Debian package.');
  machine.run('apt-get', ['update']);
  machine.run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium']);
}

function installPlaywright(machine: Machine): void {
  machine.say("No Chromium found: installing Playwright's.");
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
  const withSystemLibraries = machine.platform === 'linux' && machine.isRoot ? ['--with-deps'] : [];
  machine.run(process.execPath, [cli, 'install', ...withSystemLibraries, 'chromium']);
}

function thisMachine(): Machine {
  return {
    platform: process.platform,
    env: process.env,
    isRoot: process.getuid?.() === 0,
    playwrightPath: chromium.executablePath(),
    exists: existsSync,
    run: (command, args) =>
      void execFileSync(command, args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }),
    say: (line) => console.log(line),
  };
}

/**
 * All four TensorFlow.js backends alive on a machine without a GPU: WebGPU and WebGL run on SwiftShader. No sandbox, since
 * containers lack what it needs and only our own pages are opened.
 */
export const launchFlags: readonly string[] = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan,WebGPU',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

/** A headless Chromium, installed first where there is none. Close it in a `finally`. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: ensureChromium(), args: [...launchFlags] });
}
