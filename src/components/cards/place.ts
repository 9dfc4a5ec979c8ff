export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Placed {
  readonly left: number;
  readonly top: number;
  /** Less than the card's own height where neither side of the link has room for all of it; it scrolls then. */
  readonly height: number;
}

/** Between link and card: near enough for a pointer to cross. */
const gap = 4;

/** Between the card and the sides of the window. */
const margin = 8;

/**
 * Below the last line of a link if there is room, else above its first line, else on the side that has more room; never beyond
 * the sides of `view`. `lines` are the boxes of the link, one a line of text.
 */
export function place(lines: readonly Box[], card: Size, view: Box): Placed {
  const [first, last] = [lines[0] ?? view, lines.at(-1) ?? view];
  const roomBelow = view.bottom - margin - last.bottom - gap;
  const roomAbove = first.top - gap - view.top - margin;
  const isBelow = card.height <= roomBelow || roomBelow >= roomAbove;
  const height = Math.min(card.height, Math.max(isBelow ? roomBelow : roomAbove, 0));
  const line = isBelow ? last : first;
  return {
    left: Math.max(view.left + margin, Math.min(line.left, view.right - margin - card.width)),
    top: isBelow ? last.bottom + gap : first.top - gap - height,
    height,
  };
}
