/** The three documents whose claims this book takes up, corrects and runs. */
export const sources = {
  S0: 'Andrew Ng’s video “Vanishing/Exploding Gradients” (C2W1L10)',
  S1: 'the article “Training Deep Networks: Problems and Solutions”',
  S2: 'the notes on chapter 5 of Michael Nielsen’s book',
} as const;

export type SourceId = keyof typeof sources;
