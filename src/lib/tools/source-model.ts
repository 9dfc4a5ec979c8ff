/**
 * `npm run source-model [-- --side 16]`: trains the source models of the chapters on transfer, and writes their weights to
 * `public/weights/`, what there is to know of them to `src/lib/experiments/source-models/cards.json`, and what their first steps come to,
 * by which tests know the recipe, to `first-steps.json` beside it. The same seed gives the same bits everywhere.
 *
 * `npm run source-model -- --check`: trains them again and writes nothing; fails where a file would not be bit for bit the one that its
 * card tells of.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
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
import {
  FIRST_STEPS,
  loadImages,
  trainedSource,
  type FirstSteps,
  type SourceModel,
  type SourcePlace,
} from './source-model/training.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = join(root, 'src', 'lib', 'experiments', 'source-models');
const cardsFile = join(folder, 'cards.json');
const firstStepsFile = join(folder, 'first-steps.json');
const place: SourcePlace = {
  shards: fileShards(join(root, 'public', 'data')),
  engine: { kernelsWasm: () => readFile(join(root, 'src', 'lib', 'core', 'wasm', 'kernels.wasm')) },
};

const idOf = (side: SourceSide): string => `cifar-six-${side}`;

/** Steps between two lines. */
const TOLD_EVERY = 50;

const train = (side: SourceSide): Promise<SourceModel> =>
  trainedSource(side, place, {
    onFrame: ({ step, values: { trainLoss } }) => {
      if (step % TOLD_EVERY === 0)
        console.log(`side ${side}, step ${step} of ${sourcePlan.steps}: loss ${Number(trainLoss).toFixed(3)}`);
    },
  });

async function cardOf(side: SourceSide, { dataset, scaling, tensors, values, file, sha256 }: SourceModel): Promise<ModelCard> {
  const layers = sourceNet(sourceClasses.length);
  const first = await loadImages({ ...sourceImages(side), scaling, train: 1_000, test: 1_000 }, place);
  const plan = { ...sourcePlan, steps: 0 };
  const looked = {
    layers,
    plan,
    metrics: ['testError'],
    dataset: first,
    seed: sourceSeed,
    start: { tensors, upTo: 'dense' },
  } as const;
  const again = await trainToStore(looked, place.engine, () => undefined);
  return {
    file: `${idOf(side)}.safetensors`,
    bytes: file.length,
    sha256,
    side,
    scaling,
    parameters: parameterCount(layers, [side, side, 3]),
    train: dataset.train.count,
    test: dataset.test.count,
    accuracy: 100 - Number(values.testError),
    accuracyOnFirst: 100 - Number(again.values.testError),
  };
}

const read = async <T>(path: string): Promise<Record<string, T>> => JSON.parse(await readFile(path, 'utf8')) as Record<string, T>;

/** As the formatter has it: lists of numbers on one line. */
const oneLineLists = (json: string): string =>
  json.replaceAll(/\[[^\]]*\]/g, (list) => list.replaceAll(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'));

/** Writes an entry among the others of a file. */
async function writeEntry(path: string, side: SourceSide, entry: ModelCard | FirstSteps): Promise<void> {
  const entries = { ...(await read(path)), [idOf(side)]: entry };
  await writeAtomically(path, `${oneLineLists(JSON.stringify(entries, undefined, 2))}\n`);
}

async function make(side: SourceSide): Promise<void> {
  const model = await train(side);
  const card = await cardOf(side, model);
  await mkdir(join(root, 'public', 'weights'), { recursive: true });
  await writeAtomically(join(root, 'public', 'weights', card.file), model.file);
  await writeEntry(cardsFile, side, card);
  const { sha256 } = await trainedSource(side, place, { steps: FIRST_STEPS });
  await writeEntry(firstStepsFile, side, { steps: FIRST_STEPS, sha256 });
  console.log(`${card.file}: ${card.bytes} bytes, ${card.accuracy.toFixed(1)} % right. Wrote ${cardsFile}.`);
}

async function check(side: SourceSide): Promise<void> {
  const card = (await read<ModelCard>(cardsFile))[idOf(side)];
  if (card === undefined)
    throw new Error(`There is no card of ${idOf(side)} to compare with. Make it: npm run source-model -- --side ${side}`);
  const { sha256 } = await train(side);
  if (sha256 === card.sha256) console.log(`${card.file}: trained again, and bit for bit the same.`);
  else {
    console.error(`${card.file}: trained again it has SHA-256 ${sha256}, and its card says ${card.sha256}.`);
    process.exitCode = 1;
  }
}

const { values } = parseArgs({ options: { side: { type: 'string' }, check: { type: 'boolean', default: false } } });
const sides: readonly SourceSide[] = [16, 32];
const known = Object.keys(await read(cardsFile));
const wanted = sides.filter((side) =>
  values.side === undefined ? !values.check || known.includes(idOf(side)) : values.side === String(side),
);
if (wanted.length === 0) throw new Error(`There are source models for sides of 16 and 32 pixels, not of ${values.side}.`);
for (const side of wanted) await (values.check ? check(side) : make(side));
