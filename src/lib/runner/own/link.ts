import { ModelError } from '../../models/schema/problems.ts';
import { mostCharacters } from '../../models/schema/bounds.ts';

/**
 * A model in a link: `BASE.LAYERS`, with `BASE..LAYERS` where the example's arms are trained too. The layers are JSON without blanks,
 * deflated (RFC 1951), in base64url (RFC 4648): nets repeat themselves, and the deepest of the book, 27 kB of JSON, takes 500 characters.
 */
export interface ModelInLink {
  readonly base: string;
  readonly text: string;
  readonly isAlone: boolean;
}

/** Characters that an own model may take of a link: hosts and chat programs cut addresses off at 8,000 and less. */
export const longestLink = 4000;

/** @throws ModelError where the model is too irregular for a link. */
export async function encodeModel({ base, text, isAlone }: ModelInLink): Promise<string> {
  const bytes = await passed(new TextEncoder().encode(text), new CompressionStream('deflate-raw'), Number.POSITIVE_INFINITY);
  const link = `${base}${isAlone ? '.' : '..'}${toBase64Url(bytes)}`;
  if (link.length <= longestLink) return link;
  throw new ModelError(
    `This model takes ${link.length} characters of a link, and may take ${longestLink}. Give more of its layers the same settings.`,
  );
}

/** @throws ModelError where the text is no model as `encodeModel` writes it. */
export async function decodeModel(link: string): Promise<ModelInLink> {
  const [, base, dots, packed] = /^([\w-]+)(\.\.?)([\w-]+)$/.exec(link.length > longestLink ? '' : link) ?? [];
  if (base === undefined || packed === undefined) throw broken();
  try {
    const bytes = await passed(fromBase64Url(packed), new DecompressionStream('deflate-raw'), mostCharacters);
    return { base, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), isAlone: dots === '.' };
  } catch (error) {
    if (error instanceof ModelError) throw error;
    throw broken();
  }
}

const broken = (): ModelError => new ModelError('The link’s model is not as this book writes it; it may have been cut off.');

type Bytes = Uint8Array<ArrayBuffer>;

/** @throws ModelError as soon as more than `most` bytes come out: a short text can unfold to a very long one. */
async function passed(bytes: Bytes, through: CompressionStream | DecompressionStream, most: number): Promise<Bytes> {
  const reader = new Blob([bytes]).stream().pipeThrough(through).getReader();
  const chunks: BlobPart[] = [];
  let length = 0;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return new Uint8Array(await new Blob(chunks).arrayBuffer());
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw new ModelError(`The link’s model unfolds to more than the ${most} characters that a model may have.`);
    }
    chunks.push(value);
  }
}

const toBase64Url = (bytes: Bytes): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const fromBase64Url = (text: string): Bytes =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
