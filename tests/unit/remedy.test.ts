import { describe, expect, it } from 'vitest';
import type { TrainingExperiment } from '../../src/lib/experiments/experiment.ts';
import { defaults } from '../../src/lib/experiments/params.ts';
import { experimentIds, experimentOf } from '../../src/lib/experiments/registry.ts';
import { remedyFor } from '../../src/lib/experiments/remedy.ts';

const degradation = experimentOf('degradation') as TrainingExperiment;
const recorded = defaults(degradation.params);
/** Divergences behind the first update. */
const late = [{ step: 7 }];
const withRate = (learningRate: number) => ({ ...recorded, learningRate });

describe('the remedy for a divergence', () => {
  it('is the recorded learning rate, where the run had a larger one', () => {
    expect(remedyFor(degradation, withRate(1000), recorded, late)).toEqual({
      change: { learningRate: '0.02' },
      words: 'learning rate 0.02 in place of 1000',
    });
  });

  it('is a tenth of it, where the recorded one was no smaller', () => {
    expect(remedyFor(degradation, withRate(0.02), recorded, late)?.change).toEqual({ learningRate: '0.002' });
  });

  it('is none, where the example allows no smaller one', () => {
    expect(remedyFor(degradation, withRate(0.001), withRate(0.001), late)).toBeUndefined();
  });

  describe('before the first update', () => {
    const microscope = experimentOf('depth-microscope') as TrainingExperiment;
    const usual = defaults(microscope.params);

    it('is the recorded initial weights in place of the chosen ones, whatever the learning rate', () => {
      const values = { ...usual, init: 'large', learningRate: 5 };
      expect(remedyFor(microscope, values, usual, [{ step: 7 }, { step: 0 }])).toEqual({
        change: { init: 'xavier' },
        words: 'initial weights “Xavier” in place of “too large: standard deviation 1”',
      });
    });

    it('is none where these are the recorded ones, or the example has no choice of them', () => {
      expect(remedyFor(microscope, { ...usual, learningRate: 5 }, usual, [{ step: 0 }])).toBeUndefined();
      expect(remedyFor(degradation, withRate(1000), recorded, [{ step: 0 }])).toBeUndefined();
    });
  });

  const training = experimentIds.filter(
    (id) => experimentOf(id).kind === 'training' && 'learningRate' in experimentOf(id).params,
  );
  it.each(training)('exists at the defaults of every example with a learning rate: %s', (id) => {
    const experiment = experimentOf(id) as TrainingExperiment;
    const values = defaults(experiment.params);
    const change = remedyFor(experiment, values, values, late)?.change['learningRate'];
    expect(Number(change)).toBeLessThan(Number(values['learningRate']));
  });
});
