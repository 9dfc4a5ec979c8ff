import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
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

/** Chromium or Chrome, or Playwright's own build, which lies, or would lie, at `playwrightPath`. */
function program({ platform, env }: Machine, playwrightPath: string): Program {
  const places: Partial<Record<NodeJS.Platform, readonly string[]>> = {
    darwin: [
      ...macApplications(env, 'Google Chrome.app/Contents/MacOS/Google Chrome'),
      ...macApplications(env, 'Chromium.app/Contents/MacOS/Chromium'),
    ],
    win32: [
      ...windowsPrograms(env, 'Google\\Chrome\\Application\\chrome.exe'),
      ...windowsPrograms(env, 'Chromium\\Application\\chrome.exe'),
    ],
  };
  return {
    name: 'Chromium',
    variables: ['CHROMIUM_PATH', 'CHROME_PATH'],
    commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    places: [...(places[platform] ?? []), playwrightPath],
    installers: [debianPackage('Chromium', 'chromium'), installPlaywright],
    advice: 'Chromium or Chrome',
  };
}

/**
 * Path of a Chromium: the one that CHROMIUM_PATH or CHROME_PATH names, one that is installed, or Playwright's own.
 *
 * @throws Error where a variable names a file that does not exist.
 */
export const findChromium = (machine: Machine, playwrightPath: string): string | undefined =>
  findProgram(program(machine, playwrightPath), machine);

/**
 * Finds a Chromium, and where there is none installs one: Debian's package where we may, else Playwright's build.
 *
 * @throws Error that says in one line what to do, where nothing could be installed.
 */
export const ensureChromium = (machine: Machine = thisMachine(), playwrightPath: string = chromium.executablePath()): string =>
  ensureProgram(program(machine, playwrightPath), machine);

function installPlaywright(machine: Machine): void {
  machine.say("No Chromium found: installing Playwright's.");
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
  const withSystemLibraries = machine.platform === 'linux' && machine.isRoot ? ['--with-deps'] : [];
  machine.run(process.execPath, [cli, 'install', ...withSystemLibraries, 'chromium']);
}

/**
 * All four TensorFlow.js backends alive on a machine without a GPU: WebGPU and WebGL run on SwiftShader. No sandbox, since
 * containers lack what it needs and only our own pages are opened. Pages themselves are put together by the processor: through the
 * card that is emulated, that would take it twice the time.
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
  '--disable-gpu-compositing',
];

/** A headless Chromium, installed first where there is none. Close it in a `finally`. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: ensureChromium(), args: [...launchFlags] });
}

if (import.meta.main) sayWhere('Chromium', ensureChromium);
