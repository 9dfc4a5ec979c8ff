import { show } from '../claims.ts';
import type { ParamSchema, Values } from '../params.ts';
import type { ArmLog } from '../runlog.ts';
import { classNames } from './classes.ts';
import { numbersOf, stageMaps, type StageMap } from './stages.ts';

const places = ['top left', 'top', 'top right', 'left', 'middle', 'right', 'bottom left', 'bottom', 'bottom right'] as const;

/** In which ninth of the image the centre of a map's weight lies; undefined where there is no evidence at all. */
export function whereabouts({ side, values }: Pick<StageMap, 'side' | 'values'>): string | undefined {
  const sum = values.reduce((total, value) => total + value, 0);
  if (!(sum > 0)) return undefined;
  const centre = (at: (i: number) => number): number =>
    values.reduce((total, value, i) => total + (value * (at(i) + 0.5)) / (side * sum), 0);
  const third = (share: number): number => Math.min(2, Math.floor(3 * share));
  return places[3 * third(centre((i) => Math.floor(i / side))) + third(centre((i) => i % side))];
}

/** What the net takes the image for: the class of its greatest logit. */
export function takenFor(log: ArmLog): string | undefined {
  const logits = numbersOf(log, 'exampleLogits');
  return logits.length === 0 ? undefined : classNames[logits.indexOf(Math.max(...logits))];
}

/** What a drawing of maps shows. */
export const evidenceInWords = (log: ArmLog, values: Values<ParamSchema>): string =>
  mapsInWords(`Test image ${String(values['image'])}`, log, values);

/** The same of an image that is called so. */
export function mapsInWords(image: string, log: ArmLog, values: Values<ParamSchema>): string {
  const maps = stageMaps(log);
  if (maps.length === 0) return 'Nothing is drawn yet.';
  const named = String(values['evidenceFor']);
  const logit = numbersOf(log, 'exampleLogits')[classNames.indexOf(named)] ?? Number.NaN;
  const each = maps.map((map) => {
    const where = whereabouts(map);
    return `${map.name}, ${map.side} × ${map.side}: ${where === undefined ? 'no evidence' : `most about the ${where}, up to ${show(Math.max(...map.values))}`}`;
  });
  return (
    `${image}, which the net takes for ${article(takenFor(log) ?? '')}, ` +
    `and maps of the evidence for ${article(named)}, whose logit is ${show(logit)}. ${each.join('; ')}.`
  );
}

/** What a drawing of a unit's images shows. */
export function unitInWords(log: ArmLog, values: Values<ParamSchema>): string {
  const shown = numbersOf(log, 'unitClasses').map((index) => classNames[index] ?? '');
  if (shown.length === 0) return 'Nothing is drawn yet.';
  const listed = shown.map((name, i) => `${i + 1}, ${article(name)}`).join('; ');
  return `The test images for which unit ${String(values['unit'])} of the last stage is largest on average: ${listed}.`;
}

const article = (noun: string): string => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`);
