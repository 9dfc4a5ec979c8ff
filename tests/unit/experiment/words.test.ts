import { describe, expect, it } from 'vitest';
import { runInWords, xNameOf } from '../../../src/components/experiment/words.ts';
import gradCam from '../../../src/lib/experiments/grad-cam.ts';
import type { RunLog } from '../../../src/lib/experiments/runlog.ts';

describe('a run that measures once', () => {
  const log: RunLog = {
    trained: {
      coveredMost: { x: [0], y: [1.66] },
      classEvidence: { x: [1, 2], y: [0.25, 0.5] },
    },
  };

  it('says a single number once, and leaves numbers of places to the words of their drawing', () => {
    expect(runInWords(gradCam, log)).toEqual(['source model: fall of the logit, most evidence covered 1.66 at step 0.']);
  });

  it('counts places of images where its other metrics count steps', () => {
    expect(xNameOf(gradCam, 'classEvidence')).toBe('place');
    expect(xNameOf(gradCam, 'coveredMost')).toBe('step');
  });
});
