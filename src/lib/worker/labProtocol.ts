import type { GivenCard, GivenSource } from '../lab/layers-model/card.ts';
import type { SeenImage } from '../lab/own-image.ts';
import type { StrategyResult } from '../lab/results.ts';
import type { LabSet } from '../lab/set.ts';
import type { Divided } from '../lab/split.ts';
import type { LabSettings, StrategyId } from '../lab/strategies.ts';
import type { WireError } from './protocol.ts';

/** A file that the reader gave. */
export interface GivenFile {
  readonly path: string;
  readonly file: File;
}

/** Sets that come with the book. */
export type BuiltInSet = 'photographs' | 'digits';

export type LabSource =
  | { readonly kind: 'files'; readonly files: readonly GivenFile[] }
  | { readonly kind: 'zip'; readonly zip: File }
  | { readonly kind: 'built-in'; readonly set: BuiltInSet; readonly perClass: number };

/** The files of a layers model, and where they came from, if from an address. */
export type ModelSource =
  | { readonly kind: 'files'; readonly files: readonly GivenFile[]; readonly address?: string }
  | { readonly kind: 'zip'; readonly zip: File };

/** A reader's model in the place of the book's. */
export interface GivenModelSource extends GivenSource {
  readonly files: ModelSource;
}

export interface LabTraining {
  readonly set: LabSet;
  readonly divided: Divided;
  readonly settings: LabSettings;
  readonly strategy: StrategyId;
  /** Absent: the source model of the book. */
  readonly given?: GivenModelSource | undefined;
}

/** What a worker of the lab is asked, once. */
export type LabRequest =
  | { readonly type: 'read'; readonly source: LabSource; readonly side: number }
  | { readonly type: 'model'; readonly source: ModelSource }
  | { readonly type: 'train'; readonly training: LabTraining }
  | { readonly type: 'look'; readonly file: File };

/** `done` of `total`: images, bytes of a download, or steps. */
export type LabReply =
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  | { readonly type: 'read'; readonly set: LabSet }
  | { readonly type: 'model'; readonly card: GivenCard }
  | { readonly type: 'train'; readonly result: StrategyResult }
  | { readonly type: 'look'; readonly seen: SeenImage }
  | { readonly type: 'failed'; readonly error: WireError };
