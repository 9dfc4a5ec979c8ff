/**
 * Chromium's own program without windows: the same engine, which opens a page in half the processor time, since nothing is drawn around
 * it. For the tests that open hundreds of pages; what readers use is Chromium with all that is around a page.
 */
import { chromium, type Browser } from 'playwright-core';
import { ensureChromium, launchFlags } from './chromium.ts';
import { debianPackage, ensureProgram, findProgram, sayWhere, thisMachine, type Machine, type Program } from './programs.ts';

const shell: Program = {
  name: 'headless shell',
  variables: ['HEADLESS_SHELL_PATH'],
  commands: ['chromium-headless-shell', 'chrome-headless-shell'],
  places: [],
  installers: [debianPackage('headless shell', 'chromium-headless-shell')],
  advice: "Chromium's headless shell",
};

/**
 * Path of a headless shell that is installed, or undefined where there is none, or where another browser was chosen for everything.
 *
 * @throws Error where HEADLESS_SHELL_PATH names a file that does not exist.
 */
export function findHeadlessShell(machine: Machine = thisMachine()): string | undefined {
  const { env } = machine;
  const isChosen = !env['HEADLESS_SHELL_PATH'] && Boolean(env['CHROMIUM_PATH'] || env['CHROME_PATH']);
  return isChosen ? undefined : findProgram(shell, machine);
}

/** Left to itself, the shell fits letters to whole pixels, which makes lines break in other places than in the whole browser. */
const asInTheWholeBrowser = '--font-render-hinting=none';

/** A browser to look at many pages: the headless shell, or Chromium where there is none. Close it in a `finally`. */
export const launchHeadlessShell = (): Promise<Browser> =>
  chromium.launch({ executablePath: findHeadlessShell() ?? ensureChromium(), args: [...launchFlags, asInTheWholeBrowser] });

if (import.meta.main) sayWhere('Headless shell', () => ensureProgram(shell, thisMachine()));
