import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadDataset } from '../../../../src/lib/datasets/load.ts';
import { inOrder, outline } from '../../../../src/lib/core/outline.ts';
import { parametersOf } from '../../../../src/lib/core/initial-parameters.ts';
import { sourceClasses, targetClasses } from '../../../../src/lib/experiments/source-models/recipe.ts';
import { takenFrom, targetNet, type StageCount } from '../../../../src/lib/experiments/source-models/stages.ts';
import { digits, photographs } from '../../../../src/lib/experiments/source-models/targets.ts';
import { fileShards } from '../../../../src/lib/tools/data/file-shards.ts';

const folder = 'public/data';
const quiet = new AbortController().signal;

it('no class of the targets is one of the source', () => {
  expect([...sourceClasses, ...targetClasses].toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

describe('the stages of the source net', () => {
  const counts: readonly StageCount[] = [0, 1, 2, 3, 4];

  it('are frozen from the input on, one after the other', () => {
    const frozen = counts.map(
      (count) =>
        inOrder(outline(targetNet(4, count, 'evaluation'), [16, 16, 3]))
          .flatMap((placed) => parametersOf(placed, 0))
          .filter(({ learningRateScale }) => learningRateScale === 0).length,
    );
    // A convolution and its normalisation have three tensors, and a block has two of each.
    expect(frozen).toEqual([0, 3, 9, 15, 21]);
  });

  it('end where the weights that are taken end', () => {
    const names = outline(targetNet(4, 0, 'batch'), [16, 16, 3]).map(({ name }) => name);
    expect(takenFrom('cifar-six-16', 0)).toBeUndefined();
    expect(counts.slice(1).map((count) => takenFrom('cifar-six-16', count)?.upTo)).toEqual(
      names.filter((name) => /^(norm 1|block \d)$/.test(name)),
    );
  });
});

describe.skipIf(!existsSync(`${folder}/mnist-28-train-00.bin`))('the target tasks', () => {
  it.each([6, 25, 100, 250, 1_250])('find %i images of each class where they look', async (perClass) => {
    for (const task of [photographs, digits]) {
      const request = task({ weights: 'cifar-six-16', perClass, test: 1_000 });
      const { train, inputShape, outputs } = await loadDataset(request, fileShards(folder), () => undefined, quiet);
      expect([train.count, inputShape, outputs]).toEqual([4 * perClass, [16, 16, 3], 4]);
      const counts = [0, 1, 2, 3].map((label) => train.labels.filter((one) => one === label).length);
      expect(counts).toEqual([perClass, perClass, perClass, perClass]);
    }
  });
});
