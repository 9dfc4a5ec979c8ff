import { WorkerTrainer } from '../worker/WorkerTrainer.ts';
import { threadCount, trainerCount } from './trainerCount.ts';

/** The trainers of one example. They stay from run to run, so that only the first run loads engine and data. */
export class TrainerPool {
  #trainers: readonly WorkerTrainer[] = [];

  /** As many as train this many arms on this device, and the threads that are left for each. */
  forArms(arms: number): { readonly trainers: readonly WorkerTrainer[]; readonly threads: number } {
    const cores = navigator.hardwareConcurrency;
    const count = trainerCount(arms, cores);
    const missing = Math.max(0, count - this.#trainers.length);
    this.#trainers = [...this.#trainers, ...Array.from({ length: missing }, () => new WorkerTrainer())];
    return { trainers: this.#trainers.slice(0, count), threads: threadCount(count, cores) };
  }

  /** Ends all of them at once, whatever they do; those asked for later are new ones. */
  dispose(): void {
    for (const trainer of this.#trainers) trainer.dispose();
    this.#trainers = [];
  }
}
