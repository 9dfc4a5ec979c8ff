import encodeQR from 'qr';

/** A QR code as one SVG path of squares of side 1, and how many a side, with two for the quiet zone all around. */
export interface QrPath {
  readonly path: string;
  readonly size: number;
}

/** Neighbours in a row are one rectangle, which keeps the page small and leaves no seams between squares. */
export function qrPath(text: string): QrPath {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 2 });
  const path = rows
    .flatMap((row, y) => runsOf(row).map(({ start, length }) => `M${start} ${y}h${length}v1h-${length}z`))
    .join('');
  return { path, size: rows.length };
}

function runsOf(row: readonly boolean[]): { start: number; length: number }[] {
  const runs: { start: number; length: number }[] = [];
  row.forEach((isDark, x) => {
    if (!isDark) return;
    const last = runs.at(-1);
    if (last !== undefined && last.start + last.length === x) last.length += 1;
    else runs.push({ start: x, length: 1 });
  });
  return runs;
}
