import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import type { Category, ChartLine } from '../../../src/components/charts/chart.ts';
import { colourOf } from '../../../src/components/charts/chart.ts';
import { describeLines } from '../../../src/components/charts/describe.ts';
import DataTable from '../../../src/components/charts/DataTable.svelte';
import LineChart from '../../../src/components/charts/LineChart.svelte';

const plain: ChartLine = {
  id: 'plain-recorded',
  label: 'plain, 20 layers',
  colour: 'plain',
  dash: 'dashed',
  points: [
    { x: 0, y: 2.3 },
    { x: 100, y: 2 },
  ],
  band: [
    { x: 0, low: 2.2, high: 2.4 },
    { x: 100, low: 1.9, high: 2.1 },
  ],
};
const live: ChartLine = { ...plain, id: 'plain-live', live: true, band: [] };

const html = (lines: readonly ChartLine[], yScale: 'linear' | 'log' = 'linear', categories?: readonly Category[]): string =>
  render(LineChart, { props: { id: 'c', title: 'Training loss', lines, xLabel: 'step', yLabel: 'nats', yScale, categories } })
    .body;

test('a chart is rendered on the server in every layout, each with a title and a text of its own', () => {
  const page = html([plain]);
  for (const layout of ['wide', 'medium', 'narrow']) {
    expect(page).toContain(`aria-labelledby="c-${layout}-title c-${layout}-text"`);
    expect(page).toContain(`<title id="c-${layout}-title">Training loss</title>`);
    expect(page).toContain(`<desc id="c-${layout}-text">plain, 20 layers: from 2.3 at 0 to 2 at 100.</desc>`);
  }
});

test('a line carries its colour token, its dash, its label and its band', () => {
  const page = html([plain]);
  expect(page).toContain('stroke="var(--colour-plain)" stroke-dasharray="7 4"');
  expect(page).toMatch(/<text class="label[^>]*>plain, 20 layers<\/text>/);
  expect(page).toMatch(/<path class="band[^"]*" d="M[\d.,LMZ]+" fill="var\(--colour-plain\)"/);
});

test('a legend leaves out a recorded line that has no points, and keeps the place of a run that has none yet', () => {
  const long = 'a name too long to stand beside the end of a line on any screen';
  const empty: ChartLine = { ...plain, id: 'empty', label: `${long}, of nothing`, points: [], band: [] };
  const lines = [{ ...plain, label: long }, empty];
  expect(html(lines)).toContain(`>${long}<`);
  expect(html(lines)).not.toContain(`>${empty.label}<`);
  expect(html([...lines, { ...empty, id: 'empty-live', live: true }])).toContain(`>${empty.label}<`);
});

test('a name that has no line yet waits beside the plot, at the top, and tells nothing of where its line will end', () => {
  const heights = (lines: readonly ChartLine[]): readonly number[] =>
    [...(html(lines).split('data-layout="medium"')[0] ?? '').matchAll(/<text class="label[^>]* y="([\d.]+)"/g)].map(([, y]) =>
      Number(y),
    );
  const coming: ChartLine = { ...live, label: 'residual', points: [] };
  const [first = 0, second = 0] = heights([{ ...plain, isUnseen: true }, coming]);
  expect(first).toBeLessThan(second);
  expect(second).toBeLessThan(60);
  const [ended = 0] = heights([{ ...plain, points: [{ x: 0, y: 2.3 }, { x: 100, y: 1 }] }]); // prettier-ignore
  expect(ended).toBeGreaterThan(200);
});

test('the recorded lines step back once the reader’s own run is there, and it is drawn after them', () => {
  expect(html([plain])).not.toContain('class="faint');
  const page = html([live, { ...plain, label: '' }]);
  expect(page.indexOf('data-line="plain-recorded"')).toBeLessThan(page.indexOf('data-line="plain-live"'));
  expect(page).toMatch(/<g class="faint[^"]*" data-line="plain-recorded"/);
  expect(page).toMatch(/<g class="live[^"]*" data-line="plain-live"/);
});

test('no number in a chart is NaN or infinite, whatever the data', () => {
  const points = [NaN, 0, -1, 1e-46, 1e26, Infinity].map((y, x) => ({ x, y }));
  for (const lines of [[], [{ ...plain, points: [] }], [{ ...plain, points }], [{ ...plain, points: [{ x: 1, y: 1 }] }]]) {
    for (const scale of ['linear', 'log'] as const) expect(html(lines, scale)).not.toMatch(/NaN|Infinity|undefined/);
  }
});

test('a log axis prints exponents raised, with a true minus sign', () => {
  const points = [1e-46, 1e26].map((y, x) => ({ x, y }));
  expect(html([{ ...plain, points, band: [] }], 'log')).toMatch(/10<!--.*?--><tspan class="exponent[^>]*>−40<\/tspan>/);
});

test('a chart in words says where each line begins and ends, and which is this run', () => {
  expect(describeLines([{ ...plain, label: '' }, live], 'linear')).toBe('plain, 20 layers, this run: from 2.3 at 0 to 2 at 100.');
  expect(describeLines([{ ...plain, points: [{ x: 3, y: 1 }] }], 'log')).toBe('plain, 20 layers: 1 at 3.');
  expect(describeLines([{ ...plain, points: [{ x: 3, y: 0 }] }], 'log')).toBe('Nothing is drawn yet.');
});

const dot: ChartLine = {
  ...plain,
  points: [{ x: 1, y: 96.5 }],
  band: [{ x: 1, low: 96.1, high: 96.9 }],
  mark: { kind: 'dots' },
};
const bars: ChartLine = { ...plain, band: [], mark: { kind: 'bars', width: 50 } };

test('dots are named below the axis, in as many lines as they need, and not once more in a legend', () => {
  const page = html([dot], 'linear', [{ at: 1, label: 'plain net with a name that takes more than one line of any phone' }]);
  expect(page).toMatch(/<tspan[^>]*>plain net with a name/);
  expect(page).not.toMatch(/<text class="label/);
  expect(page.match(/<circle/g)).toHaveLength(3);
  expect(page).not.toMatch(/NaN|undefined/);
});

test('bars are filled, and their legend shows how', () => {
  const page = html([bars]);
  expect(page).toMatch(/<path d="M[^"]+Z" stroke="var\(--colour-plain\)" fill="var\(--colour-plain\)" fill-opacity="0.3"/);
  expect(page.match(/fill-opacity="0.3"/g)).toHaveLength(6);
  expect(page).toMatch(/<text class="label[^>]*>plain, 20 layers<\/text>/);
});

test('bars and dots in words say how high they stand, and what they stand for', () => {
  expect(describeLines([dot], 'linear')).toBe('plain, 20 layers: 96.5 (96.1 to 96.9).');
  expect(describeLines([bars], 'linear')).toBe('plain, 20 layers: 2 bars, the highest 2.3 at 0.');
  const layers = [0, 100].map((at, i) => ({ at, label: `layer ${i + 1}` }));
  expect(describeLines([bars], 'linear', layers)).toBe('plain, 20 layers: layer 1 2.3, layer 2 2.');
});

test('layers beyond the sixth begin the colours again', () => {
  expect([colourOf('residual'), colourOf('layer-6'), colourOf('layer-7')]).toEqual([
    'var(--colour-residual)',
    'var(--layer-6)',
    'var(--layer-1)',
  ]);
});

test('a data table has a caption and scopes, and scrolls by keyboard', () => {
  const { body } = render(DataTable, { props: { caption: 'Loss', header: ['step', 'plain'], rows: [['0', '2.3']] } });
  expect(body).toContain('role="region" aria-label="Loss" tabindex="0"');
  expect(body).toMatch(/<caption[^>]*>Loss<\/caption>/);
  expect(body).toMatch(/<th scope="col"[^>]*>plain<\/th>/);
  expect(body).toMatch(/<th scope="row"[^>]*>0<\/th>.*<td[^>]*>2\.3<\/td>/);
});

test('a recording that is not to be seen gives the chart its axes and its names, and neither a line nor a word on how it ran', () => {
  const unseen = html([{ ...plain, isUnseen: true }]);
  const seen = html([plain]);
  const ticks = (page: string): string[] =>
    [...page.matchAll(/<text[^>]*text-anchor="(?:end|middle)"[^>]*>([^<]*)/g)].map(([, text = '']) => text);
  expect(ticks(unseen)).toEqual(ticks(seen));
  expect(unseen).not.toContain('data-line');
  expect(unseen.match(/<text class="label[^>]*>plain, 20 layers<\/text>/g)).toHaveLength(3);
  // Beside the plot, where its end would stand, nothing leads to it.
  expect(unseen).not.toContain('class="leader');
  expect(unseen).not.toContain('class="band');
  expect(unseen).toContain('Nothing is drawn yet.');
});
