import { RunStore } from './RunStore.ts';

/** The runs that this browser keeps for the book at this base. */
export const deviceStore = (): RunStore => new RunStore(`deep-and-trainable runs ${import.meta.env.BASE_URL}`);
