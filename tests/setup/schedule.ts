export interface Job {
  readonly name: string;
  /** Jobs that must have ended before; those that are not among the given ones are none of its business. */
  readonly after?: readonly string[];
  /** Keeps one core busy at most, so that two such jobs may run at once. */
  readonly isLight?: boolean;
}

/**
 * Runs jobs as early as their order allows: two light ones at a time, each other one alone.
 *
 * @throws Error where jobs wait for each other, and what a job throws.
 */
export async function runInOrder<SomeJob extends Job>(
  jobs: readonly SomeJob[],
  run: (job: SomeJob) => Promise<void>,
): Promise<void> {
  const waiting = new Set(jobs);
  const running = new Map<SomeJob, Promise<void>>();

  const isOver = (name: string): boolean => ![...waiting, ...running.keys()].some((job) => job.name === name);
  const hasRoom = ({ isLight = false }: SomeJob): boolean =>
    running.size === 0 || (isLight && running.size < 2 && [...running.keys()].every((job) => job.isLight));

  while (waiting.size > 0 || running.size > 0) {
    const next = [...waiting].find((job) => (job.after ?? []).every(isOver) && hasRoom(job));
    if (next !== undefined) {
      waiting.delete(next);
      running.set(
        next,
        run(next).finally(() => running.delete(next)),
      );
    } else if (running.size > 0) {
      await Promise.race(running.values());
    } else {
      throw new Error(`These wait for each other: ${[...waiting].map(({ name }) => name).join(', ')}.`);
    }
  }
}
