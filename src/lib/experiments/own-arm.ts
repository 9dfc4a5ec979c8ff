import type { Look } from './experiment.ts';

/** A reader's own model, as data: an extra arm of an example that does in all else what its base does. */
export interface OwnModel {
  /** The arm of the example whose data, plan and start it takes. */
  readonly base: string;
  /** The layers, as JSON. */
  readonly text: string;
}

/** The name of the extra arm. No arm of the book has it: a test holds the registry to that. */
export const OWN = 'own';

export const ownLabel = 'your model';

/** A colour and a dash that no arm of the book has. */
export const ownLook: Look = { colour: 'own', dash: 'dash-dotted' };
