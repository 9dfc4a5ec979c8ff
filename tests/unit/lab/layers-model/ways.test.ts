import { describe, expect, it } from 'vitest';
import { batchSizeFor, type GivenCard } from '../../../../src/lib/lab/layers-model/card.ts';
import { missingFor, wayOf } from '../../../../src/lib/lab/layers-model/ways.ts';

/** Of 100,000 numbers stored of an image, 800 kB with its mirror image: 500 images have room. */
const card: GivenCard = {
  name: 'model.json',
  address: undefined,
  side: 224,
  channels: 3,
  bytes: 1,
  crc: 1,
  parameters: 1,
  featureCount: 1,
  stages: [112, 56, 28, 14, 7],
  scaling: undefined,
  batchSize: 4,
  top: { stored: 100_000, batchSize: 15 },
  missing: {},
};
const large: GivenCard = { ...card, batchSize: 0, missing: { scratch: 'it is too large', all: 'it is too large' } };

describe('the way that a strategy is trained on a given model', () => {
  it('stores the features of a frozen net, whatever its size', () => {
    expect(wayOf({ ...large, top: { stored: 1e9, batchSize: 0 } }, 'frozen', 2_000)).toEqual({ isStored: true, batchSize: 32 });
  });

  it('computes all of a net in each step where all of it is trained', () => {
    for (const strategy of ['all', 'scratch'] as const)
      expect(wayOf(card, strategy, 10)).toEqual({ isStored: false, batchSize: 4 });
  });

  it('stores what the last two stages take as long as it fits, and computes all in each step where it does not', () => {
    expect(wayOf(card, 'top', 500)).toEqual({ isStored: true, batchSize: 15 });
    expect(wayOf(card, 'top', 501)).toEqual({ isStored: false, batchSize: 4 });
  });

  it('of the last two stages computes all in each step where too few images fit into a step on them alone', () => {
    expect(wayOf({ ...card, top: { stored: 10, batchSize: 0 } }, 'top', 1)).toEqual({ isStored: false, batchSize: 4 });
  });
});

describe('a strategy on a given model', () => {
  it('is missing for no number of images where it can be trained in either way', () => {
    expect(missingFor(card, 500)).toEqual({});
    expect(missingFor(card, 2_000)).toEqual({});
  });

  it('that fine-tunes the last two stages of a large model is offered for as many images as have room, and says how many', () => {
    expect(missingFor(large, 0)).toEqual(large.missing);
    expect(missingFor(large, 500)).toEqual(large.missing);
    expect(missingFor(large, 501)).toEqual({
      ...large.missing,
      top:
        'what is stored of 501 images to train on, and of their mirror images, would take 400.8 MB; 400 MB are the most, ' +
        'so give it so few images that no more than 500 are left to train on',
    });
  });

  it('that a model never offers keeps its reason', () => {
    const short = { ...large, missing: { ...large.missing, top: 'it has two stages only' } };
    expect(missingFor(short, 2_000)).toEqual(short.missing);
  });
});

describe('how many images a step takes', () => {
  it('is as many as fit, from four to thirty-two, or none', () => {
    expect(batchSizeFor(1e6)).toBe(32);
    expect(batchSizeFor(4e6)).toBe(8);
    expect(batchSizeFor(8.3e6)).toBe(4);
    expect(batchSizeFor(8.4e6)).toBe(0);
  });
});
