import type { Size } from '../../lib/models/schema/check.ts';
import { placeIn, type Problem } from '../../lib/models/schema/problems.ts';
import { secondsInWords } from '../experiment/words.ts';

/** What a model is and takes, as one line. */
export function sizeInWords({ layers, depth, parameters, flops, bytes }: Size, seconds: number | undefined): string {
  const work = `${Number((flops / 1e9).toPrecision(2))} GFLOP and ${Number((bytes / 1e6).toPrecision(2))} MB of layer outputs in a training step`;
  const time = seconds === undefined ? '' : `; a run takes about ${secondsInWords(seconds)} on this device`;
  return `${layers} layers, ${depth} of them with weights in a row; ${parameters.toLocaleString('en-GB')} parameters; ${work}${time}.`;
}

/** "Line 3, column 5: layers[1].units must be …". */
export function problemInWords(text: string, problem: Problem): string {
  const place = placeIn(text, problem);
  return `${place.charAt(0).toUpperCase()}${place.slice(1)}: ${problem.message}`;
}

/** What a screen reader hears once the reader rests. */
export function problemsInBrief(text: string, problems: readonly Problem[]): string {
  const [first] = problems;
  if (first === undefined) return 'The model can be run.';
  return `${problems.length === 1 ? 'One problem' : `${problems.length} problems`}. ${problemInWords(text, first)}`;
}
