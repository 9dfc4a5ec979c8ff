import { describe, expect, it } from 'vitest';
import { judgeChallenge } from '../../src/lib/experiments/challenge-judging.ts';
import { helpWith } from '../../src/lib/experiments/challenges/all.ts';
import { atMost, below, challengesOver } from '../../src/lib/experiments/claims.ts';
import { formatValues, integer, parseValues } from '../../src/lib/experiments/params.ts';
import { experimentOf } from '../../src/lib/experiments/registry.ts';
import { armsOf, initialState } from '../../src/lib/runner/state.ts';
import { readBook } from '../../src/lib/site/book.ts';
import { allChallenges } from '../../src/lib/site/challenges.ts';

const all = allChallenges();
const book = readBook();

describe('the challenges of the book', () => {
  it('have ids of their own', () => {
    const ids = all.map(({ challenge }) => challenge.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('stand on one page each, under their titles', () => {
    const labels = [...book.chapters, ...book.sandboxes].flatMap((page) => page.labels);
    for (const { challenge } of all) {
      const cards = labels.filter(({ id, kind }) => id === challenge.id && kind === 'exercise');
      expect(cards.map(({ title }) => title)).toEqual([challenge.title]);
    }
  });

  it('are in every chapter, and on the page of every sandbox', () => {
    const ids = new Set<string>(all.map(({ challenge }) => challenge.id));
    for (const page of [...book.chapters, ...book.sandboxes]) {
      expect(
        page.labels.filter(({ id }) => ids.has(id)),
        page.slug,
      ).not.toEqual([]);
    }
  });
});

describe.each(all.map(({ example, challenge }) => ({ id: challenge.id, example, challenge })))(
  'the challenge $id',
  ({ example, challenge }) => {
    const experiment = experimentOf(example);
    const start = initialState(experiment, 'quick', challenge).values;
    const solved = { ...start, ...helpWith(challenge).solution.values };

    it('has a name that fits an address, a title and a task', () => {
      expect(challenge.id).toMatch(/^exr-[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(challenge.title).not.toBe('');
      expect(challenge.task).toMatch(/\.$/);
    });

    it('speaks of parameters and arms that the example has, and leaves some of the parameters free and holds others or the steps', () => {
      const names = Object.keys(experiment.params);
      expect(names).toEqual(expect.arrayContaining([...challenge.free, ...Object.keys(challenge.start)]));
      expect(challenge.free.length).toBeGreaterThan(0);
      expect(armsOf(experiment, 'quick')).toEqual(expect.arrayContaining([...challenge.arms]));
      // More steps are no solution.
      for (const name of ['steps', 'epochs', 'digits', 'examples']) expect(challenge.free).not.toContain(name);
    });

    it.each([
      ['start', start],
      ['solution', solved],
    ])('has a %s of legal values', (_, values) => {
      expect(parseValues(experiment.params, formatValues(experiment.params, values))).toEqual(values);
    });

    it('has two to four hints, and a solution that turns only what is free', () => {
      const { hints, solution } = helpWith(challenge);
      expect(hints.length).toBeGreaterThanOrEqual(2);
      expect(hints.length).toBeLessThanOrEqual(4);
      expect(challenge.free).toEqual(expect.arrayContaining(Object.keys(solution.values)));
      expect(solved).not.toEqual(start);
      expect(solution.why.length).toBeGreaterThan(100);
    });
  },
);

const computed = all.flatMap(({ example, challenge }) => {
  const experiment = experimentOf(example);
  return experiment.kind === 'compute' ? [{ id: challenge.id, experiment, challenge }] : [];
});

describe.each(computed)('the challenge $id, which computes,', ({ experiment, challenge }) => {
  it('is not met where it starts, and is met by its solution', () => {
    const start = initialState(experiment, 'quick', challenge).values;
    const solved = { ...start, ...helpWith(challenge).solution.values };
    const judged = [start, solved].map((values) => judgeChallenge(experiment, challenge, experiment.compute(values), values));
    expect(
      judged.map(({ held }) => held),
      JSON.stringify(judged),
    ).toEqual([false, true]);
  });
});

describe('a challenge in a spec', () => {
  const metrics = { loss: { kind: 'scalar', label: 'loss', unit: '', smoothing: 0 } } as const;
  const params = { width: integer({ label: 'Width', help: '', default: 4, min: 1, max: 8 }) };
  const challenge = challengesOver({ arms: ['deep', 'plain'], metrics, params });
  const texts = { id: 'exr-a', title: 'A', task: 'Do it.' } as const;
  const low = challenge({
    ...texts,
    start: { width: 2 },
    free: ['width'],
    arms: ['deep'],
    rule: ({ deep }, { width }) => below(deep.loss.last, 1 / width),
  });

  it('is judged on its arms and on the settings', () => {
    const log = { deep: { loss: { x: [0, 1], y: [3, 0.2] } } };
    const arms = { deep: { label: 'deep net', look: { colour: 'plain', dash: 'solid' } } } as const;
    expect(judgeChallenge({ arms }, low, log, { width: 4 })).toEqual({ held: true, evidence: '0.2, asked: below 0.25' });
    expect(judgeChallenge({ arms }, low, log, { width: 8 })).toEqual({ held: false, evidence: '0.2, asked: below 0.125' });
    expect(judgeChallenge({ arms }, low, {}, { width: 8 })).toEqual({
      held: false,
      evidence: 'deep net: the run left the finite numbers',
    });
  });

  it('cannot name what its experiment does not have', () => {
    const rest = { ...texts, start: {}, arms: ['deep'], rule: () => below(1, 2) } as const;
    // @ts-expect-error: a misspelt parameter that is free
    challenge({ ...rest, free: ['widht'] });
    // @ts-expect-error: a misspelt parameter of the start
    challenge({ ...rest, free: [], start: { widht: 2 } });
    // @ts-expect-error: a misspelt arm
    challenge({ ...rest, free: [], arms: ['depe'] });
    // @ts-expect-error: an arm that does not run
    challenge({ ...rest, free: [], rule: ({ plain }) => below(plain === undefined ? 0 : 2, 1) });
    // @ts-expect-error: a misspelt metric
    challenge({ ...rest, free: [], rule: ({ deep: { los } }) => below(los === undefined ? 0 : 2, 1) });
  });

  it('says what was found and what was asked', () => {
    expect(below(1, 1)).toEqual({ held: false, evidence: '1, asked: below 1' });
    expect(atMost(1, 1, 'units: ')).toEqual({ held: true, evidence: 'units: 1, asked: at most 1' });
    expect(atMost(1.01, 1).held).toBe(false);
  });
});
