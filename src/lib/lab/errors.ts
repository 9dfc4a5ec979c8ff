/** What the reader gave cannot be used; the text says why, and what to do. */
export class LabError extends Error {
  override name = 'LabError';
}
