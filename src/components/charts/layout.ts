/** Sizes of a chart in units of its own viewBox. A chart is laid out three times; the page shows the one that stays legible. */
export interface Layout {
  readonly name: 'wide' | 'medium' | 'narrow';
  readonly width: number;
  /** Height of the plot with its axes, without a legend. */
  readonly height: number;
  readonly fontSize: number;
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
  readonly xTicks: number;
  readonly yTicks: number;
}

/** Names beside the lines; from 608 pixels on, where 13 units are still 11 pixels. */
export const wide: Layout = {
  name: 'wide',
  width: 720,
  height: 380,
  fontSize: 13,
  left: 58,
  top: 34,
  bottom: 50,
  xTicks: 8,
  yTicks: 6,
};

/** In the column of text, 416 to 608 pixels: names go under the plot, as they do below. */
export const medium: Layout = {
  name: 'medium',
  width: 540,
  height: 320,
  fontSize: 13,
  left: 54,
  top: 32,
  bottom: 48,
  xTicks: 6,
  yTicks: 6,
};

/** On phones and in half-width panels. */
export const narrow: Layout = {
  name: 'narrow',
  width: 360,
  height: 270,
  fontSize: 13,
  left: 50,
  top: 32,
  bottom: 48,
  xTicks: 4,
  yTicks: 5,
};

/** Length of the piece of line in front of a name, with the space after it. */
export const sampleWidth = 30;

/** Room that a text needs. Inter's mean advance over lower-case English is 0.53 of its size; capitals and digits are wider. */
export const textWidth = (text: string, fontSize: number): number => text.length * fontSize * 0.56;

/** Space right of the plot for the names beside the lines; undefined where they take too much and go under the plot. */
export function labelColumn(layout: Layout, labels: readonly string[]): number | undefined {
  if (layout.name !== 'wide' || labels.length === 0) return undefined;
  const needed = 16 + sampleWidth + Math.max(...labels.map((label) => textWidth(label, layout.fontSize)));
  return needed > layout.width / 3 ? undefined : needed;
}

/** Space right of the plot without names, for half of the last tick's number. */
export const plainMargin = 16;
