import { placeOf, pressOf } from './keys.ts';

let last: KeyboardEvent | undefined;

const remember = (event: KeyboardEvent): void => {
  if (pressOf(event, placeOf(event.target)) !== undefined) last = event;
};

/** From here on remembers the last key that asks for something, while the scripts of the view are still on their way. */
export const rememberKeys = (): void => addEventListener('keydown', remember);

/** What was remembered. The view answers from now on; of several presses, which a reader makes who sees nothing happen, it has the last. */
export function takeEarlyKey(): KeyboardEvent | undefined {
  removeEventListener('keydown', remember);
  const taken = last;
  last = undefined;
  return taken;
}
