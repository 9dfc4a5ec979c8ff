import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that ask something of every page. Begun last, they would run on when nothing is left to run beside them. */
export const longest: readonly string[] = ['accessibility', 'frames', 'reading-through'].map((name) => `pages/${name}.test.ts`);

interface File {
  readonly moduleId: string;
}

/** The same files, the longest of them first, all others in their order. */
export function longestFirst<Given extends File>(files: readonly Given[]): Given[] {
  const rankOf = ({ moduleId }: File): number => {
    const place = longest.findIndex((name) => moduleId.endsWith(`/tests/${name}`));
    return place === -1 ? longest.length : place;
  };
  return files.toSorted((a, b) => rankOf(a) - rankOf(b));
}

/** Vitest's own order, which begins with large files where it does not know better, but for the longest. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return longestFirst(await super.sort(files));
  }
}
