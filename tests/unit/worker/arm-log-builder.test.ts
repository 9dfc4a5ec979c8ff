import { describe, expect, it } from 'vitest';
import { ArmLogBuilder } from '../../../src/lib/worker/ArmLogBuilder.ts';
import type { Frame } from '../../../src/lib/worker/protocol.ts';

const layers = { gradientNorm: ['conv 1', 'dense'] };
const frames: readonly Frame[] = [
  { step: 0, values: { trainLoss: 2, gradientNorm: [1, 3] } },
  { step: 1, values: { trainLoss: 1 } },
  { step: 2, values: { trainLoss: 4, testError: 50, gradientNorm: [0.5, 2] } },
];

function build(input: readonly Frame[]): ArmLogBuilder {
  const builder = new ArmLogBuilder({ layers, inputs: [0.25, 0.75] });
  for (const frame of input) builder.add(frame);
  return builder;
}

describe('the log of an arm', () => {
  it('holds the running mean of the training loss, with factor 0.95 and started at the first value', () => {
    const loss = build(frames).log()['trainLoss'];
    expect(loss?.x).toEqual([0, 1, 2]);
    expect(loss?.y[1]).toBeCloseTo(0.95 * 2 + 0.05 * 1, 12);
    expect(loss?.y[2]).toBeCloseTo(0.95 * 1.95 + 0.05 * 4, 12);
  });

  it('holds layered and rare metrics as they were measured', () => {
    const log = build(frames).log();
    expect(log['gradientNorm']).toEqual({ layers: ['conv 1', 'dense'], x: [0, 2], y: [[1, 3], [0.5, 2]] }); // prettier-ignore
    expect(log['testError']).toEqual({ x: [2], y: [50] });
  });

  it('holds what a net predicts against its inputs, as it was at last', () => {
    const predicted = build([
      { step: 5, values: { predictions: [1, 2] } },
      { step: 9, values: { predictions: [3, 4] } },
    ]).log()['predictions'];
    expect(predicted).toEqual({ x: [0.25, 0.75], y: [3, 4] });
  });

  it('holds numbers of an image against their places, counted from 1', () => {
    const seen = build([{ step: 0, values: { classEvidence: [0.5, 0, 2] } }]).log()['classEvidence'];
    expect(seen).toEqual({ x: [1, 2, 3], y: [0.5, 0, 2] });
  });

  it('does not change after it was handed out', () => {
    const builder = build(frames.slice(0, 1));
    const log = builder.log();
    builder.add({ step: 1, values: { trainLoss: 1 } });
    expect(log['trainLoss']?.x).toEqual([0]);
  });
});

describe('the digest of an arm', () => {
  it('is the same for the same numbers, however they were sliced', () => {
    expect(build(frames).digest()).toBe(build(frames).digest());
    expect(build(frames).digest()).toMatch(/^[0-9a-f]{16}$/);
  });

  it('changes with the last bit of any number', () => {
    const nudged = frames.map((frame, i) => (i === 1 ? { step: 1, values: { trainLoss: 1 + Number.EPSILON } } : frame));
    expect(build(nudged).digest()).not.toBe(build(frames).digest());
  });

  it('can be read in the middle of a run without disturbing it', () => {
    const builder = build(frames.slice(0, 2));
    builder.digest();
    builder.add(frames[2] ?? { step: 0, values: {} });
    expect(builder.digest()).toBe(build(frames).digest());
  });
});
