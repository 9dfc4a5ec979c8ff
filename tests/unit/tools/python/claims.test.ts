import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { experimentIds, experimentOf } from '../../../../src/lib/experiments/registry.ts';
import { claimsInPython } from '../../../../src/lib/tools/python/claims.ts';
import { claimsOfExample, exampleFiles } from '../../../../src/lib/tools/python/examples.ts';

const folder = mkdtempSync(join(tmpdir(), 'claims-'));
afterAll(() => rmSync(folder, { recursive: true }));

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** What becomes of the test of a claim, and of what it uses. */
function translated(test: string, around = ''): { readonly definitions: string; readonly claim: unknown } {
  const file = join(folder, 'example.ts');
  writeFileSync(file, `${around}\nexport default defineTraining({ claims: [claim('text', ['a'], ${test})] });`);
  const { definitions, claims } = claimsInPython(file);
  return { definitions: definitions.join('\n'), claim: claims[0] };
}

describe('a claim in Python', () => {
  it('takes arms apart, and counts layers from both ends', () => {
    const { claim } = translated('({ a: { loss } }) => loss.last[0] - (loss.last.at(-2) ?? Number.NaN) > 0');
    expect(claim).toEqual({ test: 'lambda arms, p: arms.a.loss.last[0] - arms.a.loss.last[-2] > 0' });
  });

  it('asks before it looks at a place that may not be there', () => {
    const { claim } = translated('({ a }, { k }) => a.y[a.x.findIndex((x) => x > k)] ?? Infinity');
    expect(claim).toEqual({ test: 'lambda arms, p: item(arms.a.y, place_of(lambda x: x > p.k, arms.a.x), math.inf)' });
  });

  it('works through arrays in comprehensions', () => {
    const { claim } = translated('({ a }) => Math.max(...a.y.map((value, i) => value ** i).filter((each) => each > 1))');
    expect(claim).toEqual({
      test: 'lambda arms, p: max([each for each in [value ** i for i, value in enumerate(arms.a.y)] if each > 1])',
    });
  });

  it('brings constants and functions along, in an order in which they can be defined', () => {
    const around = `
      const half = 1 / 2;
      function above(values: readonly number[], bound = half): boolean {
        let all = true;
        for (const value of values) { if (value < bound) all = false; }
        return all;
      }`;
    const { definitions, claim } = translated('({ a }) => above(a.y)', around);
    expect(claim).toEqual({ test: 'lambda arms, p: above(arms.a.y)' });
    expect(definitions).toBe(
      [
        'half = 1 / 2',
        'def above(values, bound=half):',
        '    all_ = True',
        '    for value in values:',
        '        if value < bound:',
        '            all_ = False',
        '    return all_',
        '',
      ].join('\n'),
    );
  });

  it('is a function where it takes more than an expression', () => {
    const { definitions, claim } = translated('({ a }, values) => { const end = a.y.at(-1); return end > values.bound; }');
    expect(claim).toEqual({ test: 'claim_1' });
    expect(definitions).toBe(['def claim_1(arms, p):', '    end = arms.a.y[-1]', '    return end > p.bound', ''].join('\n'));
  });

  it('has the condition that several claims share under its name', () => {
    const around = `const longEnough = { text: 'after 10 steps', isMet: ({ steps }) => steps >= 10 };`;
    const { definitions, claim } = translated('({ a }) => a.y[0] > 1, longEnough', around);
    expect(claim).toEqual({ test: 'lambda arms, p: arms.a.y[0] > 1', applies: 'long_enough' });
    expect(definitions).toBe(['def long_enough(p):', '    return p.steps >= 10', ''].join('\n'));
  });

  it('says what there is no translation for, and leaves nothing of it behind', () => {
    const around = 'const odd = (text: string): boolean => new RegExp(text).test(text);';
    expect(translated('({ a }) => odd(a.name)', around)).toEqual({
      definitions: '',
      claim: { why: 'Python has no translation here of "new RegExp(text).test(text)"' },
    });
  });
});

describe('the claims of the book', () => {
  it('come from the files that the registry imports', () => {
    expect([...exampleFiles(root).keys()].sort()).toEqual([...experimentIds].sort());
  });

  it.each(experimentIds.filter((id) => experimentOf(id).kind === 'training'))('are as many in Python: %s', (id) => {
    expect(claimsOfExample(id, root).claims.length).toBe(experimentOf(id).claims.length);
  });
});
