import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Racer } from './race.ts';
import type { Work } from './works.ts';

const script = fileURLToPath(new URL('torch_bench.py', import.meta.url));

/** The first Python that can import torch, of $PYTHON, python3 on the path, and the system's. */
export function findTorch(candidates = [process.env['PYTHON'], 'python3', '/usr/bin/python3']): string | undefined {
  return candidates.find((python) => {
    if (python === undefined || python === '') return false;
    try {
      execFileSync(python, ['-c', 'import torch'], { stdio: 'ignore', timeout: 60_000 });
      return true;
    } catch {
      return false;
    }
  });
}

type Answer = { readonly version?: string; readonly blas?: string; readonly times?: readonly number[]; readonly error?: string };

/** PyTorch on one thread, in a process of its own, which ends with ours: when its stdin closes. */
export class TorchRacer implements Racer {
  readonly name = 'PyTorch, cpu';
  readonly #work: Work;
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  constructor(python: string, work: Work) {
    this.#work = work;
    // OMP_NUM_THREADS too: libraries below PyTorch count the cores for themselves.
    this.#process = spawn(python, [script], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' },
    });
    const { stdin, stdout } = this.#process;
    if (stdin === null || stdout === null) throw new Error(`${python} started without pipes.`);
    // Writing to a process that died is told by the answer that does not come.
    stdin.on('error', () => undefined);
    this.#answers = createInterface({ input: stdout })[Symbol.asyncIterator]();
  }

  async open(): Promise<string> {
    const { version = '', blas = '' } = await this.#ask({ open: this.#work });
    return `${version}, matrix products by ${blas}`;
  }

  async sample(samples: number, steps: number): Promise<readonly number[]> {
    const { times = [] } = await this.#ask({ samples, steps });
    return times;
  }

  async close(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await gone;
  }

  async #ask(request: object): Promise<Answer> {
    this.#process.stdin?.write(`${JSON.stringify(request)}\n`);
    const next = await this.#answers.next();
    if (next.done === true) throw new Error('the Python process ended');
    const answer = JSON.parse(next.value) as Answer;
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer;
  }
}
