import { describe, expect, it, test } from 'vitest';
import { judge } from '../../src/lib/site/numeric-answer.ts';
import { recomputed } from './answer-keys.ts';
import { builtPages } from './pages.ts';

interface Field {
  readonly id: string;
  readonly value: number;
  readonly tolerance: number | undefined;
  readonly absolute: number | undefined;
}

/** The fields as readers get them. */
const fields = builtPages().flatMap(({ html }) =>
  [...html.matchAll(/<form\b[^>]*data-asks="number"[^>]*>/g)].map(([tag]): Field => {
    const read = (name: string): string | undefined => new RegExp(`data-${name}="([^"]*)"`).exec(tag)?.[1];
    const number = (name: string): number | undefined => (read(name) === undefined ? undefined : Number(read(name)));
    const [id, value] = [read('id') ?? '', number('value') ?? NaN];
    return { id, value, tolerance: number('tolerance'), absolute: number('absolute') };
  }),
);

test('every number that an exercise asks for is computed here in another way, and nothing else is', () => {
  expect(fields.map(({ id }) => id).toSorted()).toEqual(Object.keys(recomputed).toSorted());
});

describe.each(fields.map((field) => [field.id, field] as const))('the key of %s', (id, { value, tolerance, absolute }) => {
  it('is what the other way gives, nearer than is asked of a reader', () => {
    const other = recomputed[id]?.() ?? NaN;
    const most = absolute ?? (tolerance ?? 1e-9) * Math.abs(value);
    expect(Math.abs(other - value), `${value} here, ${other} there`).toBeLessThanOrEqual(most / 2);
  });

  it('is right when it is written down to four digits, and wrong when it is off by a half', () => {
    const question = { value, tolerance, absolute, units: [] };
    const written = tolerance === undefined && absolute === undefined ? String(value) : value.toPrecision(4);
    expect(judge(written, question).right).toBe(true);
    expect(judge(String(1.5 * value), question).right).toBe(false);
  });
});
