import { describe, expect, it } from 'vitest';
import { judgeChallenge, seedsOf } from '../../src/lib/experiments/challenge-judging.ts';
import { helpWith } from '../../src/lib/experiments/challenges/all.ts';
import { formatValues } from '../../src/lib/experiments/params.ts';
import { experimentOf } from '../../src/lib/experiments/registry.ts';
import { initialState } from '../../src/lib/runner/state.ts';
import { allChallenges } from '../../src/lib/site/challenges.ts';
import { Rerunner } from '../../src/lib/tools/answers/rerun.ts';

const rerunner = new Rerunner('.');

const trained = allChallenges().filter(({ example }) => experimentOf(example).kind === 'training');

describe.each(trained.map(({ example, challenge }) => ({ id: challenge.id, example, challenge })))(
  'the challenge $id',
  ({ example, challenge }) => {
    const experiment = experimentOf(example);
    const start = initialState(experiment, 'quick', challenge);
    const on = async (values: typeof start.values, seed: number) => {
      const { log } = await rerunner.run(example, challenge, formatValues(experiment.params, values), seed);
      return judgeChallenge(experiment, challenge, log, values);
    };

    it('is not met where it starts', async () => {
      const found = await on(start.values, start.seed);
      expect(found.held, found.evidence).toBe(false);
    });

    it('is met by its solution, on as many seeds as it asks for', async () => {
      const solved = { ...start.values, ...helpWith(challenge).solution.values };
      for (let seed = start.seed; seed < start.seed + seedsOf(challenge); seed++) {
        const found = await on(solved, seed);
        expect(found.held, `seed ${seed}: ${found.evidence}`).toBe(true);
      }
    });
  },
);
