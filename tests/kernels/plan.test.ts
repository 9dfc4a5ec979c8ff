import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/lib/core/engines.ts';
import type { Engine } from '../../src/lib/core/net.ts';
import { engineFiles } from '../setup/engine.ts';
import { differences, referenceLoss, referencePass } from '../setup/reference.ts';
import { normals, relativeError } from '../setup/tensors.ts';
import { batchOf, cases, classesOf, outlineOf, preparedNet, referenceState, type Case } from './cases.ts';

/** Entries of each tensor whose gradient is compared; of longer ones, as many, spread evenly. */
const COMPARED = 60;

/** float32 against float64, relative to the largest number of a tensor. */
const tolerances = { loss: 2e-6, logits: 2e-6, gradients: 2e-5, statistics: 1e-6 };

const spread = (length: number): number[] => {
  const count = Math.min(length, COMPARED);
  return Array.from({ length: count }, (_, i) => Math.floor((i * length) / count));
};

/** Central differences of the loss for some entries of each parameter, computed once a case. */
const slopes = new Map<Case, readonly (readonly number[])[]>();

describe.each(['wasm', 'cpu'] as const)('a net on %s', (backend) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine(backend, engineFiles);
  });

  describe.each(cases)('$name', (test) => {
    const placed = outlineOf(test);
    const batch = batchOf(test);

    it('has the loss and the logits of the reference', async () => {
      const net = await preparedNet(engine, test);
      const state = referenceState(await net.state());
      net.step(batch, false);
      const [measured] = await net.measured();
      const { logits } = referencePass(placed, state, batch.images, 'train');
      const loss = referenceLoss(test.loss, logits, batch.targets, classesOf(test));
      expect(Math.abs((measured?.loss ?? Number.NaN) - loss) / loss).toBeLessThan(tolerances.loss);

      // More than fit in one call of either engine, with the running statistics as they are now.
      const images = normals('more images', [70, ...test.inputShape]);
      const moved = referenceState(await net.state());
      const expected = referencePass(placed, moved, images, 'evaluate').logits;
      expect(relativeError(await net.logits(images, 70), expected)).toBeLessThan(tolerances.logits);
      net.dispose();
    });

    it('has the gradients of central differences, and their norms', async () => {
      const net = await preparedNet(engine, test);
      const state = referenceState(await net.state());
      net.step(batch, false);
      const [measured] = await net.measured();
      const gradients = await net.gradients();
      const lossOf = (parameters: readonly Float64Array[]): number => {
        const { logits } = referencePass(placed, { ...state, parameters }, batch.images, 'train');
        return referenceLoss(test.loss, logits, batch.targets, classesOf(test));
      };
      const expected =
        slopes.get(test) ??
        gradients.map(({ length }, i) =>
          // Nobody takes the gradient of what is frozen.
          net.parameters[i]?.learningRateScale === 0
            ? spread(length).map(() => 0)
            : differences(lossOf, state.parameters, i, spread(length)),
        );
      slopes.set(test, expected);
      for (const [i, gradient] of gradients.entries()) {
        const { layer, role, shape } = net.parameters[i] ?? {};
        const title = `${role} of ${layer}`;
        expect(gradient.length, title).toBe(shape?.reduce((product, length) => product * length, 1));
        const found = spread(gradient.length).map((entry) => gradient[entry] ?? Number.NaN);
        expect(relativeError(found, expected[i] ?? []), title).toBeLessThan(tolerances.gradients);
        const norm = Math.sqrt(gradient.reduce((sum, value) => sum + value * value, 0));
        expect(measured?.norms[i], title).toBeCloseTo(norm, 5);
      }
      net.dispose();
    });

    it('moves its running statistics with two batches as the reference does', async () => {
      const net = await preparedNet(engine, test);
      const batches = [batch, batchOf(test, 'other images')];
      let state = referenceState(await net.state());
      for (const { images } of batches) {
        state = { ...state, statistics: referencePass(placed, state, images, 'train').statistics };
      }
      for (const given of batches) {
        net.step(given, false);
        await net.measured();
      }
      const { statistics } = await net.state();
      expect(statistics).toHaveLength(state.statistics.length);
      statistics.forEach((values, i) => {
        expect(relativeError(values, state.statistics[i] ?? [])).toBeLessThan(tolerances.statistics);
      });
      net.dispose();
    });
  });
});
