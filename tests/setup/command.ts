import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

/** Time between asking a command to end and ending it. Playwright and Vitest use it to close their browsers and workers. */
const grace = 10_000;

const isWindows = process.platform === 'win32';

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly seconds: number;
  /** Takes what the command says, once it has ended; otherwise it is shown as it comes. */
  readonly onOutput?: (said: string) => void;
}

export interface RunningCommand {
  /** Exit code, once it and all that it started have ended; 124 where it ran out of time. */
  readonly done: Promise<number>;
  readonly stop: () => Promise<void>;
}

/** Starts a shell command. Whatever it leaves running when it ends, or when time is out, is ended. */
export function startCommand(command: string, { env, seconds, onOutput }: CommandOptions): RunningCommand {
  // A process group of its own lets a signal reach the shell's children as well.
  const child = spawn(command, {
    shell: true,
    stdio: onOutput === undefined ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    detached: !isWindows,
    env: { ...process.env, ...env },
  });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes: Buffer) => said.push(bytes));
  const ended = new Promise<number>((resolve) => {
    child.once('error', () => resolve(127));
    // As shells tell it: 128 and the number of the signal.
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
  const stop = async (): Promise<void> => {
    signal(child, 'SIGTERM');
    await Promise.race([ended, pause(grace, undefined, { ref: false })]);
    signal(child, 'SIGKILL');
  };
  const done = endInTime(ended, stop, seconds).finally(() => onOutput?.(Buffer.concat(said).toString()));
  return { done, stop };
}

async function endInTime(ended: Promise<number>, stop: () => Promise<void>, seconds: number): Promise<number> {
  const timeout = new AbortController();
  const late = pause(seconds * 1000, 'late' as const, { signal: timeout.signal }).catch(() => 'ended' as const);
  const first = await Promise.race([ended, late]);
  timeout.abort();
  await stop();
  if (first !== 'late') return Number(first);
  console.error(`Stopped after ${seconds} s: that is more than this may take.`);
  return 124;
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (isWindows) child.kill(name);
    else process.kill(-child.pid, name);
  } catch (error) {
    // ESRCH: nobody is left in the group, which is what we want.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
