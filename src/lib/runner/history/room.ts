/** What is kept at most: runs of an example, and bytes of an example's runs and of all. A file of an example's runs stays below 5 MB. */
export const mostRuns = 50;
export const mostBytesOfExample = 4e6;
export const mostBytes = 20e6;

/** What making room has to know of a run. */
export interface Occupant {
  readonly key: number;
  readonly experiment: string;
  readonly name: string;
  readonly when: Date;
  readonly bytes: number;
}

/** Which runs go to make room for another, or what is full of runs that have names. */
export type Room = { readonly dropped: readonly number[] } | { readonly full: 'example' | 'device' };

/** The oldest runs without a name go first; runs with a name never go by themselves. */
export function makeRoom(kept: readonly Occupant[], coming: Pick<Occupant, 'experiment' | 'bytes'>): Room {
  const isOfExample = ({ experiment }: Occupant): boolean => experiment === coming.experiment;
  const dropped: number[] = [];
  let left = kept.toSorted((a, b) => a.when.getTime() - b.when.getTime());
  const drop = (isWanted: (run: Occupant) => boolean): boolean => {
    const oldest = left.find((run) => run.name === '' && isWanted(run));
    if (oldest === undefined) return false;
    dropped.push(oldest.key);
    left = left.filter((run) => run !== oldest);
    return true;
  };
  for (;;) {
    const ours = left.filter(isOfExample);
    if (ours.length < mostRuns && sizeOf(ours) + coming.bytes <= mostBytesOfExample) break;
    if (!drop(isOfExample)) return { full: 'example' };
  }
  while (sizeOf(left) + coming.bytes > mostBytes) if (!drop(() => true)) return { full: 'device' };
  return { dropped };
}

const sizeOf = (runs: readonly Occupant[]): number => runs.reduce((sum, { bytes }) => sum + bytes, 0);
