import type { TrainerEvent } from './protocol.ts';

/**
 * Runs `work` and yields what it reports meanwhile, only the latest where reports come faster than they are read; returns what
 * `work` resolves to. When the signal aborts, throws its reason without waiting for `work`.
 */
export async function* eventsWhile<T>(
  signal: AbortSignal,
  work: (report: (event: TrainerEvent) => void) => Promise<T>,
): AsyncGenerator<TrainerEvent, T, unknown> {
  signal.throwIfAborted();
  let latest: TrainerEvent | undefined;
  let wake = (): void => undefined;
  let outcome: { readonly value: T } | { readonly error: unknown } | undefined;

  const settle = (result: { readonly value: T } | { readonly error: unknown }): void => {
    outcome ??= result;
    wake();
  };
  const abort = (): void => settle({ error: signal.reason });
  signal.addEventListener('abort', abort);
  work((event) => {
    latest = event;
    wake();
  }).then(
    (value) => settle({ value }),
    (error: unknown) => settle({ error }),
  );

  try {
    for (;;) {
      if (latest !== undefined) {
        const event = latest;
        latest = undefined;
        yield event;
      } else if (outcome !== undefined) {
        if ('error' in outcome) throw outcome.error;
        return outcome.value;
      } else {
        await new Promise<void>((resolve) => (wake = resolve));
      }
    }
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
