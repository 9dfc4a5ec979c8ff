/** Why nothing could be kept, or read, in the reader's words. */
export class KeepingError extends Error {
  override name = 'KeepingError';
  /** Whether there is no room beside runs that have names: the reader has to choose. */
  readonly isFull: boolean;

  constructor(message: string, options?: ErrorOptions & { readonly isFull?: boolean }) {
    super(message, options);
    this.isFull = options?.isFull ?? false;
  }
}

export const noStorage = (cause?: unknown): KeepingError =>
  new KeepingError(
    'This browser lets the page keep nothing, as some do in private windows or where cookies are blocked. Examples run as ever; ' +
      'their runs are gone when you leave the page.',
    { cause },
  );

export const blockedByTab = (): KeepingError =>
  new KeepingError(
    'Another tab has an older edition of this book open, which holds the kept runs. Close or reload it, and try again.',
  );

/** Where runs with names have taken all the room. */
export const fullOfNames = (of: 'example' | 'device'): KeepingError =>
  new KeepingError(
    `This run was not kept: the runs ${of === 'example' ? 'of this example' : 'of the book'} that have names take all the room there is ` +
      'for them. Export and delete some under “Runs kept on this device”.',
    { isFull: true },
  );

/** What an error of the browser's storage means for the reader. */
export function keepingError(error: unknown): Error {
  if (error instanceof KeepingError) return error;
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  switch (name) {
    case 'QuotaExceededError':
      return new KeepingError('The browser has no room left for this site. Delete kept runs or saved chapters, and run again.', {
        cause: error,
      });
    case 'VersionError':
      return new KeepingError(
        'A newer edition of this book has been open in this browser. Reload the page to use the kept runs.',
        {
          cause: error,
        },
      );
    case 'SecurityError':
    case 'InvalidStateError':
    case 'NotAllowedError':
    case 'UnknownError':
      return noStorage(error);
    default:
      return error instanceof Error ? error : new Error(String(error));
  }
}
