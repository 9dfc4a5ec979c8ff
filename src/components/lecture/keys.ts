/** What a key does in the lecture view. `go` and `back` are the two buttons that every clicker has. */
export type Command = 'go' | 'back' | 'step' | 'recording' | 'reseed' | 'full-screen' | 'theme' | 'help';

/** A command of the table, or the panel of the figure with this number, from 0. */
export type Press = Command | { readonly panel: number };

interface KeyRow {
  readonly command: Command | 'panel';
  /** As `KeyboardEvent.key` names them; letters in lower case. */
  readonly keys: readonly string[];
  /** As a keyboard names them. */
  readonly names: readonly string[];
  readonly does: string;
}

/** Every key of the lecture view, as the page and the chapter for lecturers print them. */
export const keyTable: readonly KeyRow[] = [
  {
    command: 'go',
    keys: ['PageDown', 'ArrowRight', ' '],
    names: ['Page down', '→', 'Space'],
    does: 'run; while it trains, pause; when it waits, go on',
  },
  { command: 'back', keys: ['PageUp', 'ArrowLeft'], names: ['Page up', '←'], does: 'back to before the run, with the same seed' },
  { command: 'step', keys: ['s'], names: ['S'], does: 'one step of training' },
  {
    command: 'recording',
    keys: ['r', 'b', '.'],
    names: ['R', 'B', '.'],
    does: 'the recorded run, drawn to its end; again: back to the run',
  },
  { command: 'reseed', keys: ['n'], names: ['N'], does: 'the next seed' },
  {
    command: 'panel',
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    names: ['1', '2', '3'],
    does: 'another panel of the figure',
  },
  { command: 'full-screen', keys: ['f'], names: ['F'], does: 'full screen, and back' },
  { command: 'theme', keys: ['t'], names: ['T'], does: 'light or dark' },
  { command: 'help', keys: ['?'], names: ['?'], does: 'this list' },
];

/** Where a key was pressed. A field and a button have uses of their own for some keys. */
export type Place = 'page' | 'button' | 'field';

type Stroke = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'repeat'>;

/**
 * What a stroke asks for; undefined where it belongs to the browser or to the control that has the focus. The keys of a clicker
 * work wherever the focus was left: no control of this page needs them.
 */
export function pressOf({ key, ctrlKey, altKey, metaKey, repeat }: Stroke, place: Place): Press | undefined {
  if (ctrlKey || altKey || metaKey || repeat) return undefined;
  const isClicker = key === 'PageDown' || key === 'PageUp';
  if (place === 'field' && !isClicker) return undefined;
  if (place === 'button' && key === ' ') return undefined;
  const name = key.length === 1 ? key.toLowerCase() : key;
  const row = keyTable.find(({ keys }) => keys.includes(name));
  if (row === undefined) return undefined;
  return row.command === 'panel' ? { panel: Number(name) - 1 } : row.command;
}

/** What a stroke on this element is on. */
export function placeOf(target: EventTarget | null): Place {
  if (!(target instanceof Element)) return 'page';
  if (target.closest('input, select, textarea, [contenteditable], [tabindex]') !== null) return 'field';
  return target.closest('button, a, summary') === null ? 'page' : 'button';
}
