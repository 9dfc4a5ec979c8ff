import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What finding and installing a program depends on; tests bring their own. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
  exists(path: string): boolean;
  /** Runs to the end, output shown. Throws where the command is missing or fails. */
  run(command: string, args: readonly string[]): void;
  say(line: string): void;
}

export interface Program {
  readonly name: string;
  /** Environment variables that may name its file, the first that is set before the others. */
  readonly variables: readonly [string, ...string[]];
  /** Its names on the search path. */
  readonly commands: readonly string[];
  /** Full paths where it may lie besides. */
  readonly places: readonly string[];
  /** Whether what was found by searching will do. */
  readonly suits?: (path: string) => boolean;
  /** Ways to install it, in the order in which they are tried. One that does not fit the machine does nothing. */
  readonly installers: readonly ((machine: Machine) => void)[];
  /** What people can install themselves. */
  readonly advice: string;
}

/**
 * Path of an installed program, or of the one that a variable names.
 *
 * @throws Error where a variable names a file that does not exist.
 */
export function findProgram({ name, variables, commands, places, suits }: Program, machine: Machine): string | undefined {
  const { env, platform } = machine;
  for (const variable of variables) {
    const path = env[variable];
    if (path === undefined || path === '') continue;
    if (machine.exists(path)) return path;
    throw new Error(`${variable} is "${path}", but there is no such file. Name a ${name}, or unset ${variable}.`);
  }
  const folders = platform === 'win32' ? [] : (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const installed = commands.flatMap((command) => folders.map((folder) => join(folder, command)));
  return [...installed, ...places].find((path) => machine.exists(path) && (suits?.(path) ?? true));
}

/**
 * Finds a program, and where there is none installs it.
 *
 * @throws Error that says in one line what to do, where nothing could be installed.
 */
export function ensureProgram(program: Program, machine: Machine): string {
  const found = findProgram(program, machine);
  if (found !== undefined) return found;

  for (const install of program.installers) {
    try {
      install(machine);
    } catch (error) {
      machine.say(`That failed: ${error instanceof Error ? error.message : String(error)}`);
    }
    const path = findProgram(program, machine);
    if (path !== undefined) return path;
  }
  const { name, advice, variables } = program;
  throw new Error(`No ${name} was found or could be installed: install ${advice} and set ${variables[0]} to its program file.`);
}

/** Installs a package where we may: as root on Debian. Ubuntu's browsers only point at snaps, which run in few containers. */
export const debianPackage =
  (name: string, packageName: string) =>
  (machine: Machine): void => {
    if (machine.platform !== 'linux' || !machine.isRoot) return;
    if (!machine.exists('/etc/debian_version') || machine.exists('/etc/lsb-release')) return;
    machine.say(`No ${name} found: installing the Debian package.`);
    machine.run('apt-get', ['update']);
    machine.run('apt-get', ['install', '-y', '--no-install-recommends', packageName]);
  };

/** Where Windows keeps a program of this path. */
export const windowsPrograms = (env: Machine['env'], path: string): readonly string[] =>
  [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']]
    .filter((folder) => folder !== undefined)
    .map((folder) => `${folder}\\${path}`);

/** Where a Mac keeps an application of this path: for all users, and for this one. */
export const macApplications = (env: Machine['env'], path: string): readonly string[] =>
  ['', env['HOME'] ?? ''].map((home) => `${home}/Applications/${path}`);

export function thisMachine(): Machine {
  return {
    platform: process.platform,
    env: process.env,
    isRoot: process.getuid?.() === 0,
    exists: existsSync,
    run: (command, args) =>
      void execFileSync(command, args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }),
    say: (line) => console.log(line),
  };
}

/** The command line of a program: makes sure that there is one. */
export function sayWhere(name: string, ensure: () => string): void {
  try {
    console.log(`${name}: ${ensure()}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
