import type { Layer } from '../layers.ts';

/** Widest line of the text of a model, where a value fits on one. */
const width = 110;

/** The text of a model, as readable JSON: a layer a line, and lists within layers laid out below them. */
export const formatModel = (layers: readonly Layer[]): string => `${laidOut(layers, '', 0)}\n`;

/** The same without blanks and line breaks, for where nobody reads it. */
export const compactModel = (layers: readonly Layer[]): string => JSON.stringify(layers);

/** @param used characters of the line that stand before the value. */
function laidOut(value: unknown, indent: string, used: number): string {
  const line = inLine(value);
  const isModel = indent === '' && Array.isArray(value);
  if (!isModel && (typeof value !== 'object' || value === null || used + line.length <= width)) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => inner + laidOut(item, inner, inner.length));
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value).map(([name, field]: [string, unknown]) => {
    const head = `${inner}"${name}": `;
    return head + laidOut(field, inner, head.length + 1);
  });
  return `{\n${entries.join(',\n')}\n${indent}}`;
}

function inLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, field]: [string, unknown]) => `"${name}": ${inLine(field)}`);
  return `{ ${entries.join(', ')} }`;
}
