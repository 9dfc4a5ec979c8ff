import type { Machine } from '../../../src/lib/tools/programs.ts';

export interface FakeMachine extends Machine {
  readonly ran: string[];
  readonly said: string[];
}

/** A machine with these files. A command leaves behind the files that `installs` says, or fails where it names none. */
export function fakeMachine(options: {
  files?: readonly string[];
  env?: Record<string, string>;
  platform?: NodeJS.Platform;
  isRoot?: boolean;
  installs?: Record<string, string>;
}): FakeMachine {
  const files = new Set(options.files);
  const ran: string[] = [];
  const said: string[] = [];
  return {
    ran,
    said,
    platform: options.platform ?? 'linux',
    env: { PATH: '/usr/local/bin:/usr/bin', ...options.env },
    isRoot: options.isRoot ?? false,
    exists: (path) => files.has(path),
    say: (line) => void said.push(line),
    run(command, args) {
      const line = [command, ...args].join(' ');
      ran.push(line);
      const [, path] = Object.entries(options.installs ?? {}).find(([words]) => line.includes(words)) ?? [];
      if (path === undefined) throw new Error(`${command}: no network`);
      files.add(path);
    },
  };
}
