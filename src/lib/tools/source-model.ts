/**
 * `npm run source-model [-- --side 16]`: trains the source models of the chapters on transfer, and writes their weights to
 * `public/weights/` and what there is to know of them to `src/lib/experiments/source-models/cards.json`. The same seed gives the same
 * bits everywhere.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadDataset, type Dataset } from '../datasets/load.ts';
import { channelMoments } from '../datasets/scaling.ts';
import { writeSafetensors } from '../datasets/weights/safetensors.ts';
import type { FixedScaling } from '../experiments/datasets.ts';
import type { ModelCard } from '../experiments/source-models/cards.ts';
import {
  sourceClasses,
  sourceImages,
  sourceNet,
  sourcePlan,
  sourceSeed,
  type SourceSide,
} from '../experiments/source-models/recipe.ts';
import { parameterCount } from '../models/count.ts';
import { trainToStore } from '../worker/trainToStore.ts';
import { fileShards } from './data/file-shards.ts';
import { writeAtomically } from './data/files.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const cardsFile = join(root, 'src', 'lib', 'experiments', 'source-models', 'cards.json');
const engine = { kernelsWasm: () => readFile(join(root, 'src', 'lib', 'core', 'wasm', 'kernels.wasm')) };

const idOf = (side: SourceSide): string => `cifar-six-${side}`;

/** Steps between two lines. */
const TOLD_EVERY = 50;

const load = (request: ReturnType<typeof sourceImages>): Promise<Dataset> =>
  loadDataset(request, fileShards(join(root, 'public', 'data')), () => undefined, new AbortController().signal);

/** Rounded to what a card shows: the model is trained on images that were scaled by the rounded numbers. */
async function scalingOf(side: SourceSide): Promise<FixedScaling> {
  const { train, inputShape } = await load(sourceImages(side));
  const moments = channelMoments(
    Uint8Array.from(train.images, (value) => Math.round(255 * value)),
    inputShape[2],
  );
  const rounded = (numbers: readonly number[]): number[] => numbers.map((value) => Math.round(100 * value) / 100);
  return { mean: rounded(moments.mean), deviation: rounded(moments.deviation) };
}

/** As the formatter has it: lists of numbers on one line. */
const oneLineLists = (json: string): string =>
  json.replaceAll(/\[[^\]]*\]/g, (list) => list.replaceAll(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'));

async function train(side: SourceSide): Promise<ModelCard> {
  const scaling = await scalingOf(side);
  const dataset = await load({ ...sourceImages(side), scaling });
  const layers = sourceNet(sourceClasses.length);
  const options = { layers, plan: sourcePlan, metrics: ['trainLoss', 'testError'], dataset, seed: sourceSeed } as const;
  const { tensors, values } = await trainToStore(options, engine, ({ step, values: { trainLoss } }) => {
    if (step % TOLD_EVERY === 0)
      console.log(`side ${side}, step ${step} of ${sourcePlan.steps}: loss ${Number(trainLoss).toFixed(3)}`);
  });
  const first = await load({ ...sourceImages(side), scaling, train: 1_000, test: 1_000 });
  const looked = { ...options, dataset: first, plan: { ...sourcePlan, steps: 0 }, start: { tensors, upTo: 'dense' } };
  const again = await trainToStore(looked, engine, () => undefined);
  const file = writeSafetensors({
    tensors,
    metadata: { format: 'deep-and-trainable', layout: 'kernels [height, width, in, out], matrices [in, out]' },
  });
  const name = `${idOf(side)}.safetensors`;
  await mkdir(join(root, 'public', 'weights'), { recursive: true });
  await writeAtomically(join(root, 'public', 'weights', name), file);
  return {
    file: name,
    bytes: file.length,
    sha256: createHash('sha256').update(file).digest('hex'),
    side,
    scaling,
    parameters: parameterCount(layers, [side, side, 3]),
    train: dataset.train.count,
    test: dataset.test.count,
    accuracy: 100 - Number(values.testError),
    accuracyOnFirst: 100 - Number(again.values.testError),
  };
}

const { values } = parseArgs({ options: { side: { type: 'string' } } });
const sides: readonly SourceSide[] = [16, 32];
const wanted = sides.filter((side) => values.side === undefined || values.side === String(side));
if (wanted.length === 0) throw new Error(`There are source models for sides of 16 and 32 pixels, not of ${values.side}.`);
for (const side of wanted) {
  const card = await train(side);
  const cards = { ...(JSON.parse(await readFile(cardsFile, 'utf8')) as Record<string, ModelCard>), [idOf(side)]: card };
  await writeAtomically(cardsFile, `${oneLineLists(JSON.stringify(cards, undefined, 2))}\n`);
  console.log(`${card.file}: ${card.bytes} bytes, ${card.accuracy.toFixed(1)} % right. Wrote ${cardsFile}.`);
}
