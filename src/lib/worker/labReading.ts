import { ofClasses } from '../datasets/classes.ts';
import { framedDigits } from '../datasets/framing.ts';
import { shardsFor, planBytes } from '../datasets/manifest.ts';
import { readShard } from '../datasets/shard.ts';
import type { ShardSource } from '../datasets/source.ts';
import { targetClasses } from '../experiments/source-models/recipe.ts';
import { digits, photographs } from '../experiments/source-models/targets.ts';
import { checkEnough, sortedIntoClasses } from '../lab/classes.ts';
import { LabError } from '../lab/errors.ts';
import { grouped, limits, megabytes } from '../lab/limits.ts';
import { checkedList } from '../lab/paths.ts';
import type { LabSet, LeftOut } from '../lab/set.ts';
import { opaque, squareMeans } from '../lab/square-means.ts';
import { labWeights } from '../lab/strategies.ts';
import { unpack, zipEntries } from '../lab/zip.ts';
import { decodedSquare } from './decodedSquare.ts';
import type { OnLabProgress } from './labJobs.ts';
import type { BuiltInSet, LabSource } from './labProtocol.ts';

/** A file of which the size is known, to be read when its turn comes. */
interface Readable {
  readonly path: string;
  readonly bytes: number;
  readonly read: () => Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * The images of a source, averaged down, one after the other, so that one at a time takes memory. What is no image is left out, and the
 * set says why.
 *
 * @throws {LabError} where they are no set that can be learned from.
 */
export async function readSet(source: LabSource, side: number, shards: ShardSource, onProgress: OnLabProgress): Promise<LabSet> {
  if (source.kind === 'built-in') return builtInSet(source, side, shards, onProgress);
  const { classes, files } = sortedIntoClasses(await listed(source));
  const size = side * side * 3;
  checkPixels(files.length, side);
  const pixels = new Uint8Array(files.length * size);
  const [labels, names, leftOut]: [number[], string[], LeftOut[]] = [[], [], []];
  for (const [done, { path, label, bytes, read }] of files.entries()) {
    onProgress(done, files.length);
    try {
      if (bytes > limits.fileBytes)
        throw new LabError(`it has ${megabytes(bytes)}; ${megabytes(limits.fileBytes)} are the most of one image`);
      pixels.set(await decodedSquare(await read(), side), labels.length * size);
      labels.push(label);
      names.push(path);
    } catch (error) {
      leftOut.push({ path, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  onProgress(files.length, files.length);
  if (labels.length === 0)
    throw new LabError(
      `None of the ${files.length} files is an image that can be read. "${files[0]?.path}": ${leftOut[0]?.reason}.`,
    );
  checkEnough(classes, labels);
  return { classes, labels: Uint8Array.from(labels), pixels: pixels.slice(0, labels.length * size), side, names, leftOut };
}

async function listed(source: Exclude<LabSource, { readonly kind: 'built-in' }>): Promise<readonly Readable[]> {
  if (source.kind === 'zip')
    return (await zipEntries(source.zip)).map((entry) => ({ ...entry, read: () => unpack(source.zip, entry) }));
  return checkedList(
    source.files.map(({ path, file }) => ({
      path,
      bytes: file.size,
      read: async () => new Uint8Array(await file.arrayBuffer()),
    })),
  );
}

const classNames: Readonly<Record<BuiltInSet, readonly string[]>> = {
  photographs: ['car', 'deer', 'frog', 'lorry'],
  digits: targetClasses.map((digit) => `digit ${digit}`),
};

/** The first images of each class that the source model has never seen, from the training images of the book, in the size of a model. */
async function builtInSet(
  { set: name, perClass }: Extract<LabSource, { readonly kind: 'built-in' }>,
  side: number,
  shards: ShardSource,
  onProgress: OnLabProgress,
): Promise<LabSet> {
  // The book has each photograph in two sizes; a larger one than the larger has no more to show.
  const own = side > 16 ? 32 : 16;
  const request = { photographs, digits }[name]({ weights: labWeights, perClass, test: 1 });
  const { train } = shardsFor(name === 'photographs' ? { ...request, side: own } : request);
  const total = planBytes({ train, test: [] });
  let done = 0;
  const [labels, pixels]: [number[], Uint8Array[]] = [[], []];
  for (const shard of train) {
    const unpacked = await readShard(shard, shards, (bytes) => onProgress((done += bytes), total), new AbortController().signal);
    labels.push(...unpacked.labels);
    pixels.push(name === 'digits' ? framedDigits(unpacked.pixels, own) : unpacked.pixels);
  }
  const all = { labels: Uint8Array.from(labels), pixels: new Uint8Array(await new Blob(pixels as BlobPart[]).arrayBuffer()) };
  const chosen = ofClasses(all, targetClasses, perClass);
  checkPixels(chosen.labels.length, side);
  const classes = classNames[name];
  return {
    labels: chosen.labels,
    pixels: side === own ? chosen.pixels : resizedAll(chosen.pixels, own, side),
    classes,
    side,
    names: Array.from(chosen.labels, (label, i) => `${classes[label]}, number ${i + 1}`),
    leftOut: [],
  };
}

function resizedAll(pixels: Uint8Array, from: number, to: number): Uint8Array {
  const [size, wanted] = [from * from * 3, to * to * 3];
  const resized = new Uint8Array((pixels.length / size) * wanted);
  for (let image = 0; image < pixels.length / size; image += 1)
    resized.set(squareMeans(opaque(pixels.subarray(image * size, (image + 1) * size), from), to), image * wanted);
  return resized;
}

/** @throws {LabError} where so many images of that side would take too much memory. */
function checkPixels(images: number, side: number): void {
  const most = Math.floor(limits.pixelBytes / (side * side * 3));
  if (images > most)
    throw new LabError(
      `The model takes images of ${side} by ${side} pixels, of which ${grouped(most)} fit into the memory that the lab takes; ` +
        `there are ${grouped(images)}. Give it some of each class.`,
    );
}
