import type { Category } from './chart.ts';
import { sampleWidth, textWidth } from './layout.ts';

/**
 * Heights for labels that want to stand at `wanted` without touching: at least `gap` apart, between `top` and `bottom`, in the
 * order of their lines, and no further from them than that takes. Where there is not room for all, the gap shrinks.
 */
export function placeLabels(wanted: readonly number[], gap: number, top: number, bottom: number): number[] {
  const room = wanted.length > 1 ? (bottom - top) / (wanted.length - 1) : gap;
  const step = Math.min(gap, room);
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0) || a - b);

  // Labels that would touch form a block, which stands where it disturbs its members least: at the mean of what they want.
  const blocks: { members: number[]; start: number }[] = [];
  for (const label of order) {
    let block = { members: [label], start: startOf([label]) };
    for (
      let above = blocks.at(-1);
      above !== undefined && above.start + above.members.length * step > block.start;
      above = blocks.at(-1)
    ) {
      blocks.pop();
      const members = [...above.members, ...block.members];
      block = { members, start: startOf(members) };
    }
    blocks.push(block);
  }

  function startOf(members: readonly number[]): number {
    const mean = members.reduce((sum, label, i) => sum + (wanted[label] ?? 0) - i * step, 0) / members.length;
    return Math.min(Math.max(mean, top), bottom - (members.length - 1) * step);
  }

  const placed: number[] = Array.from({ length: wanted.length }, () => top);
  for (const { members, start } of blocks) members.forEach((label, i) => (placed[label] = start + i * step));
  return placed;
}

export interface LegendPlace {
  readonly x: number;
  readonly row: number;
}

/** Names under a plot, in as few rows as fit into `width`, and no more columns of the same width than those rows need. */
export function placeLegend(labels: readonly string[], fontSize: number, width: number): readonly LegendPlace[] {
  const needed = Math.max(...labels.map((label) => sampleWidth + textWidth(label, fontSize) + 10));
  const rows = Math.ceil(labels.length / Math.max(1, Math.floor(width / needed)));
  const columns = Math.ceil(labels.length / rows);
  return labels.map((_, i) => ({ x: (i % columns) * (width / columns), row: Math.floor(i / columns) }));
}

/** A text in lines of at most `width`, broken between words; a word that is longer stands alone. */
export function wrapWords(text: string, fontSize: number, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && textWidth(longer, fontSize) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A name below the x axis: its words in lines, the first of which is this many lines further down. */
interface PlacedCategory {
  readonly at: number;
  readonly words: readonly string[];
  readonly line: number;
}

/**
 * Names that are too long for their place take several lines. Where even one of their words is too long, every second name stands
 * below its neighbours, and each has the room of two.
 */
export function placeCategories(categories: readonly Category[], fontSize: number, width: number): readonly PlacedCategory[] {
  const room = width / categories.length - 4;
  const isCrowded = categories.some(({ label }) => label.split(' ').some((word) => textWidth(word, fontSize) > room));
  const wrapped = categories.map(({ at, label }) => ({ at, words: wrapWords(label, fontSize, isCrowded ? 2 * room : room) }));
  const lines = Math.max(0, ...wrapped.filter((_, i) => i % 2 === 0).map(({ words }) => words.length));
  return wrapped.map((name, i) => ({ ...name, line: isCrowded && i % 2 === 1 ? lines : 0 }));
}
