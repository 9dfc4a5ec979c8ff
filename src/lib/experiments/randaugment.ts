import { claimsOver, notAbove, show, type Finding } from './claims.ts';
import { defineCompute } from './experiment.ts';
import { integer, type ParamSchema, type Values } from './params.ts';
import { packColour } from './packed-colour.ts';
import type { Rgb } from './randaugment/image.ts';
import { LARGEST, operations } from './randaugment/operations.ts';
import { picture } from './randaugment/picture.ts';
import { applied, drawings, drawnInWords } from './randaugment/randaugment.ts';
import { stream } from '../random/stream.ts';

const scalar = <const L extends string, const U extends string>(label: L, unit: U) =>
  ({ kind: 'scalar', label, unit, smoothing: 0 }) as const;

const metrics = {
  /** Against the place of the operation, from 1 to 14. */
  share: scalar('share of the draws', ''),
  change: scalar('mean change of a channel', ''),
  /** The same at magnitude 0. */
  changeAtNone: scalar('mean change of a channel at magnitude 0', ''),
  /** Against N. */
  sequences: scalar('sequences of N operations', ''),
};

const params = {
  operations: integer({
    label: 'Operations N',
    help: 'How many are applied to each image, one after the other.',
    default: 2,
    min: 1,
    max: 4,
  }),
  magnitude: integer({
    label: 'Magnitude M',
    help: 'How strong every one of them is, out of 30.',
    default: 9,
    min: 0,
    max: LARGEST,
  }),
  draw: integer({ label: 'Draw', help: 'Seed of what is drawn: another one, other operations.', default: 1, min: 1, max: 100 }),
};

type Settings = Values<typeof params>;

const claim = claimsOver({ arms: ['randaugment'], metrics, params });

/** Draws whose shares are counted. */
const COUNTED = 14_000;

/** Pictures that the figure shows of what was drawn. */
const SHOWN = 5;

const places = operations.map((_, i) => i + 1);

/** What the figure shows: the picture, each operation alone, and what was drawn. */
export function augmented(
  values: Values<ParamSchema>,
): readonly { readonly name: string; readonly colours: readonly number[] }[] {
  // A drawing hands them on without their types; they come from parsing `params`.
  const { operations: count, magnitude, draw } = values as Settings;
  const image = picture();
  const shown = (name: string, { pixels }: Rgb) => ({
    name,
    colours: Array.from({ length: pixels.length / 3 }, (_, i) => packColour([...pixels.subarray(3 * i, 3 * i + 3)])),
  });
  return [
    ...operations.map(({ name, apply }) => shown(name, apply(image, magnitude))),
    ...drawings(draw, SHOWN, count, magnitude).map((drawn) => shown(drawnInWords(drawn), applied(image, drawn))),
  ];
}

/** Mean distance of a channel of the picture from what it was, for each operation alone. */
function changes(magnitude: number): number[] {
  const image = picture();
  return operations.map(({ apply }) => {
    const { pixels } = apply(image, magnitude);
    return pixels.reduce((sum, value, i) => sum + Math.abs(value - (image.pixels[i] ?? 0)), 0) / pixels.length;
  });
}

function shares(seed: number): number[] {
  const random = stream(seed, 'shares of RandAugment');
  const counts = operations.map(() => 0);
  for (let i = 0; i < COUNTED; i += 1) {
    const index = random.below(operations.length);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts.map((count) => count / COUNTED);
}

/** Sequences of up to four operations, counted one by one: each longer one is a shorter one and one operation more. */
function sequences(): number[] {
  let counted = [''];
  return [1, 2, 3, 4].map(() => {
    counted = counted.flatMap((sequence) => operations.map(({ name }) => `${sequence} ${name}`));
    return new Set(counted).size;
  });
}

const unchangedAtNone = ['identity', 'rotate', 'color', 'posterize', 'contrast', 'brightness', 'sharpness', 'shear-x', 'shear-y'];

function staysAsItIs(change: readonly number[], names: readonly string[]): Finding {
  const moved = operations.filter(({ name }, i) => names.includes(name) && change[i] !== 0).map(({ name }) => name);
  return { held: moved.length === 0, evidence: moved.length === 0 ? 'no channel changed' : `changed by ${moved.join(', ')}` };
}

export default defineCompute({
  title: 'RandAugment, seen',
  summary: 'Fourteen ways to change an image, and what N of them drawn at random make of it together.',
  section: '/transfer-learning/#randaugment',
  params,
  arms: { randaugment: { label: 'RandAugment', look: { colour: 'first', dash: 'solid' } } },
  metrics,
  // #region experiment
  compute({ magnitude, draw }) {
    return {
      randaugment: {
        share: { x: places, y: shares(draw) },
        change: { x: places, y: changes(magnitude) },
        changeAtNone: { x: places, y: changes(0) },
        sequences: { x: [1, 2, 3, 4], y: sequences() },
      },
    };
  },
  // #endregion
  claims: [
    claim(
      'There are 14² = 196 sequences of two operations, and 14ᴺ of N.',
      ['randaugment'],
      ({ randaugment: { sequences: found } }) => ({
        held: found.y.every((count, i) => count === 14 ** (i + 1)),
        evidence: `${found.y.join(', ')} for N from 1 to ${found.y.length}`,
      }),
    ),
    claim(
      'Each operation is drawn with a probability of 1/14: in 14,000 draws none is off by more than a sixth of that.',
      ['randaugment'],
      ({ randaugment: { share } }) => notAbove(Math.max(...share.y.map((part) => Math.abs(14 * part - 1))), 1 / 6),
    ),
    claim(
      'At magnitude 0 the geometric operations, color, posterize, contrast, brightness and sharpness leave the image as it is.',
      ['randaugment'],
      ({ randaugment: { changeAtNone } }) => staysAsItIs(changeAtNone.y, [...unchangedAtNone, 'translate-x', 'translate-y']),
    ),
    claim(
      'autoContrast and equalize know no magnitude: at 0 they change as much as at M.',
      ['randaugment'],
      ({ randaugment }) => {
        const both = [1, 2].map(
          (i) => [randaugment.change.y[i] ?? Number.NaN, randaugment.changeAtNone.y[i] ?? Number.NaN] as const,
        );
        return {
          held: both.every(([some, none]) => some === none && some > 0),
          evidence: both.map(([some]) => show(some)).join(', '),
        };
      },
    ),
  ],
  figure: [
    {
      kind: 'drawing',
      drawing: 'augmented-images',
      arm: 'randaugment',
      title: 'Each operation alone, and N of them drawn at random',
      xLabel: 'operation',
      describe: (_, values) =>
        `A picture of a house under the sun after each of the 14 operations alone at magnitude ${String(values['magnitude'])}, ` +
        `and after what was drawn five times: ${augmented(values)
          .slice(operations.length)
          .map(({ name }) => name)
          .join('; ')}.`,
    },
    {
      kind: 'bars',
      metric: 'change',
      title: 'How much each operation changes the picture',
      xLabel: 'operation, in the order above',
      yLabel: 'mean change of a channel, of 255',
      yScale: 'linear',
    },
  ],
});
