import { expect, it } from 'vitest';
import { medium, narrow, textWidth, wide } from '../../../src/components/charts/layout.ts';
import { cellText, columnsIn } from '../../../src/components/drawings/norm-invariances.ts';

it('what is ignored reads as nothing, exactly or nearly, and what is not as two digits', () => {
  expect([0, 3e-16, 1.2e-5, 0.0168, 1.34, 23.6].map(cellText)).toEqual(['0', '0', '≈ 0', '0.017', '1.3', '24']);
});

it.each([wide, medium, narrow])('six columns of numbers fit into a width of $width', (layout) => {
  const columns = columnsIn(layout, 6);
  expect(columns.at(-1)?.[1]).toBeLessThanOrEqual(layout.width);
  for (const [start, end] of columns) expect(end - start).toBeGreaterThan(textWidth('0.017', layout.fontSize));
});
