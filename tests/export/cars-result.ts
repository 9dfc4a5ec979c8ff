export interface Accuracy {
  readonly right: number;
  readonly of: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

interface Trial {
  readonly rate: number;
  readonly right: number;
  readonly loss: number | null;
}

interface Run {
  readonly arm: string;
  readonly augment: string;
  readonly trainedParameters: number;
  readonly rate: number;
  readonly trials: readonly Trial[];
  readonly epochs: readonly Readonly<Record<'trainLoss' | 'validationLoss' | 'validationRight' | 'seconds', number>>[];
  readonly seconds: number;
  readonly validation: Accuracy;
  readonly test: Accuracy;
  readonly confusions: readonly { readonly truth: string; readonly taken: string; readonly count: number }[];
  readonly pictures: readonly Readonly<Record<'file' | 'image' | 'truth' | 'taken', string> & { error: number }>[];
}

export interface Report {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly machine: Readonly<Record<string, unknown>>;
  readonly classes: readonly string[];
  readonly images: Readonly<Record<'train' | 'validation' | 'test', number>>;
  readonly runs: Readonly<Record<string, Run>>;
  readonly comparisons: readonly Readonly<
    Record<'first' | 'second', string> & Record<'onlyFirst' | 'onlySecond' | 'p', number>
  >[];
}

interface Moved {
  readonly parameters: readonly string[];
  readonly averages: readonly string[];
  readonly allParameters: readonly string[];
  readonly rates: readonly number[];
  readonly trained: number;
}

interface Identity {
  readonly error: number;
  readonly side: readonly number[];
  readonly least: number;
  readonly apart: number;
}

/** What `cars-driver.py` gives. */
export interface Result {
  readonly everything: Report;
  readonly printed: string;
  readonly tuned: Report;
  readonly told: string;
  readonly factors: readonly number[];
  readonly moved: Readonly<Record<'head' | 'topStages' | 'topBottlenecks' | 'all' | 'allStored', Moved>>;
  readonly pooled: Identity;
  readonly maximum: Identity;
  readonly accuracies: readonly Accuracy[];
  readonly compared: { readonly onlyFirst: number; readonly onlySecond: number; readonly p: number };
  readonly best: readonly number[];
  readonly rates: readonly number[];
  readonly splits: Readonly<Record<'train' | 'validation' | 'test', readonly string[]>> & {
    readonly labels: readonly number[];
    readonly isSame: boolean;
    readonly isOther: boolean;
  };
  readonly drawn: {
    readonly isSame: boolean;
    readonly isOther: boolean;
    readonly leavesTheGenerator: boolean;
    readonly shares: readonly (readonly (readonly (readonly [number, number])[])[])[];
  };
  readonly weights: Readonly<Record<'part' | 'text' | 'none', string>> & {
    readonly isCarried: boolean;
    readonly head: readonly number[];
  };
  readonly imagenet: { readonly asked: readonly unknown[]; readonly refused: string };
  readonly torchvision: Readonly<Record<'classes' | 'train' | 'validation', readonly string[]>> & { readonly test: unknown };
  readonly refusals: Readonly<Record<string, string>>;
}
