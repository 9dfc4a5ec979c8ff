import { describe, expect, it } from 'vitest';
import { runToCsv } from '../../../src/lib/export/csv.ts';

describe('a run as CSV', () => {
  it('has a row a number, with layer and settings, and quotes what needs it', () => {
    const csv = runToCsv({
      experiment: 'degradation',
      params: { steps: '2', note: 'a "b", c' },
      seed: 3,
      backend: 'wasm',
      log: {
        plain20: {
          trainLoss: { x: [0, 1], y: [2.3, 2.25] },
          gradientNorm: { layers: ['conv 1', 'dense'], x: [0], y: [[0.5, 1e-7]] },
        },
      },
    });
    const settings = 'degradation,wasm,3,2,"a ""b"", c"';
    expect(csv.split('\r\n')).toEqual([
      'arm,metric,layer,x,value,experiment,backend,seed,steps,note',
      `plain20,trainLoss,,0,2.3,${settings}`,
      `plain20,trainLoss,,1,2.25,${settings}`,
      `plain20,gradientNorm,conv 1,0,0.5,${settings}`,
      `plain20,gradientNorm,dense,0,1e-7,${settings}`,
      '',
    ]);
  });
});
