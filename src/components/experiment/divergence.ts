/** A divergence in words: where it happened, where it began, and what to change. */
import { show } from '../../lib/experiments/claims.ts';
import { growthOf, onsetOf, OUT_OF_RANGE } from '../../lib/experiments/onset.ts';
import type { Divergence } from '../../lib/worker/protocol.ts';

const tensorInWords: Readonly<Record<Divergence['tensor'], string>> = {
  activation: 'the activations of',
  loss: 'the loss, computed from',
  gradient: 'the weight gradient of',
  weights: 'the updated weights of',
};

/** What happened, in one sentence. */
export function divergenceInWords(armLabel: string, at: Pick<Divergence, 'step' | 'layer' | 'tensor'>): string {
  const { step, layer, tensor } = at;
  return `${armLabel}: at step ${step} ${tensorInWords[tensor]} “${layer}” stopped being finite numbers, so training ended there.`;
}

/** Where it began: one sentence on the steps before, and one on the signal, where that grew from layer to layer. */
export function onsetInWords(report: Divergence): string {
  const growth = growthOf(report);
  const through =
    growth === undefined
      ? ''
      : ` In that step the activations grew from ${show(growth.from.size)} in “${growth.from.layer}” to ${show(growth.to.size)} in ` +
        `“${growth.to.layer}”, ${show(growth.perLayer)} times a layer.`;
  return beginning(report) + through;
}

function beginning(report: Divergence): string {
  const onset = onsetOf(report);
  switch (onset.kind) {
    case 'start':
      return 'It began before the first update, with the initial weights.';
    case 'grown':
      return (
        `It began at step ${onset.step}: there the weight gradient of “${onset.layer}” was ${show(onset.factor)} times what it had ` +
        `been at step ${onset.since}.`
      );
    case 'sudden':
      return onset.since === report.step - 1
        ? 'It took a single update.'
        : `It came without a warning: from step ${onset.since} on, no weight gradient had grown ${OUT_OF_RANGE} times.`;
    default:
      throw onset satisfies never;
  }
}

/** Whether the initial weights alone are to blame, so that no learning rate can help. */
export const isOfTheStart = ({ step }: Divergence): boolean => step === 0;
