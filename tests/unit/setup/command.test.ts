import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startCommand } from '../../setup/command.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'command-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // A zombie that no one has reaped yet still has a number.
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
};

async function waitFor(condition: () => boolean): Promise<void> {
  await expect.poll(condition, { timeout: 5000 }).toBe(true);
}

const pidIn = (file: string): number => Number(readFileSync(join(folder, file), 'utf8'));

describe.skipIf(process.platform !== 'linux')('a command', () => {
  it('ends with its exit code', async () => {
    expect(await startCommand('exit 3', { seconds: 10 }).done).toBe(3);
    expect(await startCommand('test "$COLOUR" = blue', { env: { COLOUR: 'blue' }, seconds: 10 }).done).toBe(0);
  });

  it('hands over all that it said, once it has ended', async () => {
    const said: string[] = [];
    const command = startCommand('echo out; sleep 0.1; echo err >&2; exit 3', {
      seconds: 10,
      onOutput: (text) => said.push(text),
    });
    expect(said).toEqual([]);
    expect(await command.done).toBe(3);
    expect(said).toEqual(['out\nerr\n']);
  });

  it('leaves nothing running, not even what it put into the background', async () => {
    expect(await startCommand(`sleep 60 & echo $! > ${folder}/pid`, { seconds: 10 }).done).toBe(0);
    await waitFor(() => !isAlive(pidIn('pid')));
  });

  it('is ended with its children when stopped', async () => {
    const command = startCommand(`sleep 60 & echo $! > ${folder}/pid; echo ready > ${folder}/ready; wait`, { seconds: 60 });
    await waitFor(() => {
      try {
        return readFileSync(join(folder, 'ready'), 'utf8') !== '';
      } catch {
        return false;
      }
    });
    await command.stop();
    expect(await command.done).not.toBe(0);
    await waitFor(() => !isAlive(pidIn('pid')));
  });

  it('is ended when its time is out', async () => {
    expect(await startCommand('sleep 60', { seconds: 0.2 }).done).toBe(124);
  });
});
