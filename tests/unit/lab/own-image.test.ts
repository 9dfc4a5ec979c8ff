import { expect, it } from 'vitest';
import { classNames } from '../../../src/lib/experiments/evidence/classes.ts';
import { stageMaps } from '../../../src/lib/experiments/evidence/stages.ts';
import { mapsInWords, takenFor } from '../../../src/lib/experiments/evidence/words.ts';
import { logOf, probabilities } from '../../../src/lib/lab/own-image.ts';

const places = 256 + 256 + 64 + 16;
const seen = {
  image: Array.from({ length: 256 }, (_, i) => i),
  logits: [1000, 1000 + Math.log(3), -1000, -1000, -1000, -1000],
  evidence: classNames.map((_, i) => Array.from({ length: places }, () => i)),
};

it('the probabilities of an image are its softmax, the greatest first, however large its logits are', () => {
  expect(probabilities(seen).map(({ name }) => name)).toEqual(['bird', 'aeroplane', 'cat', 'dog', 'horse', 'ship']);
  const shares = probabilities(seen).map(({ share }) => share);
  expect(shares[0]).toBeCloseTo(0.75, 12);
  expect(shares[1]).toBeCloseTo(0.25, 12);
  expect(shares.slice(2)).toEqual([0, 0, 0, 0]);
});

it('an image is drawn and told as the one of the example, with the evidence for the class that is asked for', () => {
  const log = logOf(seen, 'ship');
  expect(stageMaps(log).map(({ side, values }) => [side, new Set(values)])).toEqual(
    [16, 16, 8, 4].map((side) => [side, new Set([classNames.indexOf('ship')])]),
  );
  expect(takenFor(log)).toBe('bird');
  expect(mapsInWords('Your image', log, { evidenceFor: 'ship' })).toMatch(
    /^Your image, which the net takes for a bird, and maps of the evidence for a ship, whose logit is -1000\. first convolution/,
  );
});
