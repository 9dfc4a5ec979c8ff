/** The book as it is meant to become: parts, and chapters in the order of the argument. What exists is read from the folders. */
export const plan = [
  {
    numeral: 'I',
    title: 'Why deep networks are hard to train',
    chapters: ['Circuits: what depth is for', 'Vanishing gradients', 'Unstable gradients', 'Other obstacles'],
  },
  {
    numeral: 'II',
    title: 'The mathematics of depth',
    chapters: ['Exponentials in depth', 'Initialisation', 'Jacobians and activations', 'Gradient clipping'],
  },
  {
    numeral: 'III',
    title: 'Cures',
    chapters: ['Residual learning', 'Dense connections', 'Highway networks', 'Normalisation', 'Transfer learning'],
  },
] as const;

export type PartNumeral = (typeof plan)[number]['numeral'];

export const partNumerals = plan.map(({ numeral }) => numeral);
