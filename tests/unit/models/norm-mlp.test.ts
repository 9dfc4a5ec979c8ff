import { describe, expect, it } from 'vitest';
import { normMlp } from '../../../src/lib/models/norm-mlp.ts';
import { reluMlp } from '../../../src/lib/models/relu-mlp.ts';

const net = { hidden: [100, 50], outputs: 10, groups: 5 } as const;

describe('the fully connected net of a normalisation of choice', () => {
  it('normalises each hidden layer between its biases and its ReLU, and not the logits', () => {
    expect(normMlp({ ...net, norm: 'group' }).map(({ type }) => type)).toEqual([
      'flatten',
      ...['dense', 'groupNorm', 'activation'],
      ...['dense', 'groupNorm', 'activation'],
      'dense',
    ]);
    expect(normMlp({ ...net, norm: 'group' })[2]).toMatchObject({ groups: 5 });
  });

  it('is the plain net where nothing normalises', () => {
    expect(normMlp({ ...net, norm: 'none' })).toEqual(reluMlp([100, 50], 10, 0));
  });
});
