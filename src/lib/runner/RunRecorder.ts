import type { RunLog } from '../experiments/runlog.ts';
import { ArmLogBuilder } from '../worker/ArmLogBuilder.ts';
import type { TrainerEvent } from '../worker/protocol.ts';

/** Collects the frames of a run's arms into its log and digests. */
export class RunRecorder {
  readonly #builders = new Map<string, ArmLogBuilder>();
  readonly #finished = new Set<string>();

  onEvent(arm: string, event: TrainerEvent): void {
    if (event.type === 'started') this.#builders.set(arm, new ArmLogBuilder(event.layers));
    if (event.type === 'frames') for (const frame of event.frames) this.#builders.get(arm)?.add(frame);
    if (event.type === 'diverged') this.#builders.get(arm)?.markDiverged();
  }

  finish(arm: string): void {
    if (this.#builders.get(arm)?.diverged === false) this.#finished.add(arm);
  }

  log(): RunLog {
    return Object.fromEntries([...this.#builders].map(([arm, builder]) => [arm, builder.log()]));
  }

  /** Only the arms that ran to their end. */
  finishedLog(): RunLog {
    return Object.fromEntries(Object.entries(this.log()).filter(([arm]) => this.#finished.has(arm)));
  }

  digests(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#builders].map(([arm, builder]) => [arm, builder.digest()]));
  }
}
