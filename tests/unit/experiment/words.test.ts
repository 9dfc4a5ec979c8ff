import { describe, expect, it } from 'vitest';
import { runInWords, xNameOf } from '../../../src/components/experiment/figure-words.ts';
import { engineInWords } from '../../../src/components/experiment/words.ts';
import { choose, titles } from '../../../src/lib/core/choice.ts';
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

describe('the engine of a run', () => {
  it.each(['webgpu', 'webgl', 'wasm', 'cpu'] as const)('%s is named once, with what it runs on', (backend) => {
    const excluded = { backend: backend === 'webgl' ? 'webgpu' : 'webgl', fault: 'its GPU is emulated' } as const;
    const reasons = [
      choose([{ backend }], [excluded]).reason,
      choose([{ backend, time: 3 }], []).reason,
      `${titles[backend]}, as asked for; a training step of it was checked.`,
    ];
    for (const reason of reasons) expect(engineInWords(backend, reason).split(titles[backend])).toHaveLength(2);
  });

  it('is told in one sentence', () => {
    const { reason } = choose([{ backend: 'wasm', time: 3 }], []);
    expect(engineInWords('wasm', reason)).toBe('on the processor with WebAssembly: a step takes 3 ms.');
    expect(engineInWords('webgpu', 'WebGPU.')).toBe('on the graphics card with WebGPU.');
  });
});
