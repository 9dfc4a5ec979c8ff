import { LabError } from '../lab/errors.ts';
import { imageHead } from '../lab/image-size.ts';
import { squareMeans } from '../lab/square-means.ts';

/**
 * The square in the middle of an image, averaged down to [side, side, 3]. The browser decodes it, turned as its camera noted, once its
 * header has said that it is small enough.
 *
 * @throws {LabError} where it is no image, too large, or damaged.
 */
export async function decodedSquare(bytes: Uint8Array<ArrayBuffer>, side: number): Promise<Uint8Array> {
  const { type } = imageHead(bytes);
  const bitmap = await decoded(new Blob([bytes], { type }));
  try {
    const edge = Math.min(bitmap.width, bitmap.height);
    const canvas = new OffscreenCanvas(edge, edge);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (context === null) throw new LabError('this browser has no canvas to read it with');
    context.drawImage(bitmap, -Math.floor((bitmap.width - edge) / 2), -Math.floor((bitmap.height - edge) / 2));
    return squareMeans({ side: edge, rgba: context.getImageData(0, 0, edge, edge).data }, side);
  } finally {
    bitmap.close();
  }
}

async function decoded(blob: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(blob);
  } catch (error) {
    throw new LabError('it begins as an image, but this browser cannot decode it; it may be damaged', { cause: error });
  }
}
