import type { ArmLog, RunLog } from '../experiments/runlog.ts';
import { ArmLogBuilder } from '../worker/ArmLogBuilder.ts';
import type { TrainerEvent } from '../worker/protocol.ts';

/** Collects the frames of a run's arms into its log and digests. */
export class RunRecorder {
  readonly #builders = new Map<string, ArmLogBuilder>();
  /** Logs of the arms that have not grown since they were last asked for: a log is a copy. */
  readonly #logs = new Map<string, ArmLog>();
  readonly #finished = new Set<string>();

  onEvent(arm: string, event: TrainerEvent): void {
    if (event.type === 'started') this.#builders.set(arm, new ArmLogBuilder(event));
    if (event.type === 'frames') for (const frame of event.frames) this.#builders.get(arm)?.add(frame);
    if (event.type === 'diverged') this.#builders.get(arm)?.markDiverged();
    if (event.type === 'started' || event.type === 'frames') this.#logs.delete(arm);
  }

  finish(arm: string): void {
    if (this.#builders.get(arm)?.diverged === false) this.#finished.add(arm);
  }

  log(): RunLog {
    return this.#logOf(() => true);
  }

  /** Only the arms that ran to their end. */
  finishedLog(): RunLog {
    return this.#logOf((arm) => this.#finished.has(arm));
  }

  digests(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#builders].map(([arm, builder]) => [arm, builder.digest()]));
  }

  #logOf(isWanted: (arm: string) => boolean): RunLog {
    const wanted = [...this.#builders].filter(([arm]) => isWanted(arm));
    return Object.fromEntries(
      wanted.map(([arm, builder]) => {
        const log = this.#logs.get(arm) ?? builder.log();
        this.#logs.set(arm, log);
        return [arm, log];
      }),
    );
  }
}
