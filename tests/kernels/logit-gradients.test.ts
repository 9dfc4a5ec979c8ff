import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/lib/core/engines.ts';
import type { Engine, Net } from '../../src/lib/core/net.ts';
import { inOrder, type Placed } from '../../src/lib/core/outline.ts';
import { thin } from '../../src/lib/experiments/thin.ts';
import { parameterCount } from '../../src/lib/models/count.ts';
import { freeze, inEvaluationMode } from '../../src/lib/models/freezing.ts';
import { engineFiles } from '../setup/engine.ts';
import { conv, dense, norm, pool, relu, residual } from '../setup/layers.ts';
import { differences, referencePass, type ReferenceState } from '../setup/reference.ts';
import { normals, relativeError } from '../setup/tensors.ts';
import { batchOf, cases, classesOf, outlineOf, preparedNet, referenceState, type Case } from './cases.ts';

/** Nets of which all learns, with their normalisations in evaluation mode. */
const whole = cases
  .filter(({ layers }) => !JSON.stringify(layers).includes('"learningRateScale":0'))
  .map((test) => ({ ...test, layers: inEvaluationMode(test.layers) }));

/** Entries of each layer's gradient that are compared. */
const COMPARED = 40;

/** The state of the layers from `first` on alone. */
async function stateFrom(placed: readonly Placed[], first: number, net: Net): Promise<ReferenceState> {
  const state = referenceState(await net.state());
  const isNorm = ({ layer }: Placed): boolean => layer.type === 'batchNorm';
  const before = inOrder(placed.slice(0, first));
  const own = net.parameters.map(({ layer }) => !before.some(({ name }) => layer === name || layer.startsWith(`${name}, `)));
  return {
    parameters: state.parameters.filter((_, i) => own[i]),
    statistics: state.statistics.slice(2 * before.filter(isNorm).length),
  };
}

const backends = ['wasm', 'cpu'] as const;

describe.each(backends)('a net on %s', (backend) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine(backend, engineFiles);
  });

  it.each(whole)('has the gradients of logits by central differences: $name', async (test) => {
    const placed = outlineOf(test);
    const { images, count } = batchOf(test);
    const outputs = classesOf(test);
    const net = await preparedNet(engine, test);
    const logits = Array.from({ length: count }, (_, i) => (i * 2 + 1) % outputs);
    const lowest = placed.findIndex(({ input, layer }) => parameterCount([layer], input) > 0);
    const layers = placed.slice(lowest, -1).map(({ name }) => name);
    const before = await net.state();
    const given = await net.outputs(layers, images, count);
    const found = await net.logitGradients(layers, images, count, logits);
    expect(await net.state()).toEqual(before);
    for (const [i, gradient] of found.entries()) {
      const state = await stateFrom(placed, lowest + i + 1, net);
      const chosen = ([inputs = new Float64Array()]: readonly Float64Array[]): number => {
        const pass = referencePass(placed.slice(lowest + i + 1), state, inputs, 'evaluate');
        return logits.reduce((sum, logit, n) => sum + (pass.logits[n * outputs + logit] ?? Number.NaN), 0);
      };
      const values = Float64Array.from(given[i] ?? []);
      // A number that is exactly 0, as behind a ReLU, may lie on the corner of a later one, where there is no slope.
      const smooth = [...values.keys()].filter((entry) => values[entry] !== 0);
      const entries = thin(smooth.length, COMPARED).map((place) => smooth[place] ?? Number.NaN);
      const expected = differences(chosen, [values], 0, entries);
      const compared = entries.map((entry) => gradient[entry] ?? Number.NaN);
      expect(relativeError(compared, expected), layers[i]).toBeLessThan(2e-5);
    }
    net.dispose();
  });

  const layers = [conv(4), norm, relu, residual('identity', conv(4), norm), relu, pool, dense(3)];
  const small: Case = { name: 'small', layers, inputShape: [4, 4, 3], count: 5, loss: 'softmaxCrossEntropy' };
  const evaluated: Case = { ...small, layers: inEvaluationMode(layers) };

  it('takes each image alone, however many there are, within branches too', async () => {
    const net = await preparedNet(engine, evaluated);
    const images = normals('many', [70, 4, 4, 3]);
    const logits = Array.from({ length: 70 }, (_, i) => i % 3);
    const names = ['block 1', 'block 1, conv 1'];
    const all = await net.logitGradients(names, images, 70, logits);
    const one = await net.logitGradients(names, images.subarray(69 * 48), 1, logits.slice(69));
    all.forEach((gradient, i) => {
      expect(gradient).toHaveLength(70 * 64);
      expect(relativeError(gradient.subarray(69 * 64), one[i] ?? [])).toBeLessThan(1e-6);
    });
    net.dispose();
  });

  it('says which layer or logit it has not, and why a net has no such gradients', async () => {
    const asked = async (test: Case, layer: string, logit: number): Promise<unknown> => {
      const net = await preparedNet(engine, test);
      return net.logitGradients([layer], normals('one', [1, 4, 4, 3]), 1, [logit]).finally(() => net.dispose());
    };
    await expect(asked(evaluated, 'block 2', 0)).rejects.toThrow(new RangeError('The net has no layer "block 2".'));
    await expect(asked(evaluated, 'block 1', 3)).rejects.toThrow(
      new RangeError('The net has logits 0 to 2, and none of number 3.'),
    );
    const later = { ...evaluated, layers: [relu, ...evaluated.layers] };
    await expect(asked(later, 'activation 1', 0)).rejects.toThrow(
      new RangeError('"activation 1" lies below all that learns, and there nobody takes a gradient: ask for a later layer.'),
    );
    const frozen = { ...small, layers: [...freeze(layers.slice(0, 2), 'evaluation'), ...evaluated.layers.slice(2)] };
    await expect(asked(frozen, 'block 1', 0)).rejects.toThrow(
      new RangeError(
        'The weights of "conv 1" are frozen, and below them nobody takes a gradient: build the net without freezing.',
      ),
    );
    await expect(asked(small, 'block 1', 0)).rejects.toThrow(
      new RangeError(
        '"norm 1" normalises with the statistics of each batch: build the net with its normalisations in evaluation mode.',
      ),
    );
  });
});
