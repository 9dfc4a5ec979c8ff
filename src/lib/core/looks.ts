import type { TrainingMetric } from '../experiments/metrics.ts';
import { elementCount } from '../models/shapes.ts';
import { activated, inOrder, type Placed } from './outline.ts';
import { responseDeviation, weightLayers, type NormState } from './responses.ts';
import { signals } from './signal.ts';
import { columnMeans, deviation, mean, percentOfZeros, quantile, rootMeanSquare } from './summaries.ts';

/** A layer whose outputs a metric looks at. */
interface Look {
  /** Its name in the outline. */
  readonly layer: string;
  /** Of what is made of its outputs. */
  readonly names: readonly string[];
  /** One number a name. */
  readonly summarise: (values: Float32Array, net: NormState) => readonly number[];
}

type Looks = (outline: readonly Placed[]) => readonly Look[];

const one = (layer: string, name: string, summary: (values: Float32Array, net: NormState) => number): Look => ({
  layer,
  names: [name],
  summarise: (values, net) => [summary(values, net)],
});

/** @param summary is told the number of units that a layer has for each example. */
const ofActivations =
  (summary: (values: Float32Array, units: number) => number): Looks =>
  (outline) => {
    const units = new Map(inOrder(outline).map(({ name, output }) => [name, elementCount(output)]));
    return [...activated(outline)].map(([layer, feeding]) =>
      one(layer, feeding, (values) => summary(values, units.get(layer) ?? Number.NaN)),
    );
  };

/** The gate of each highway layer, T, under the layer's name. */
const gates = (outline: readonly Placed[]): readonly { readonly block: string; readonly gate: Placed }[] =>
  inOrder(outline).flatMap(({ layer, name, beside }) => {
    const gate = beside.at(-1);
    return layer.type === 'highway' && gate !== undefined ? [{ block: name, gate }] : [];
  });

const ofUnits: Looks = (outline) =>
  gates(outline).map(({ block, gate: { name, output } }) => {
    const units = output.at(-1) ?? 0;
    return {
      layer: name,
      names: Array.from({ length: units }, (_, unit) => `${block}, unit ${unit + 1}`),
      summarise: (values) => columnMeans(values, units),
    };
  });

/**
 * The distribution, over examples, of the input of one unit: of the first unit, since none is more typical than another, of the last
 * activation function that is a layer of its own. What stands right before it is looked at, so that of a normalised layer it is what the
 * normalisation hands on, gain and shift included. Of maps, the unit is the first channel, at all places.
 */
const ofUnitInput: Looks = (outline) => {
  const before = outline[outline.findLastIndex(({ layer }) => layer.type === 'activation') - 1];
  if (before === undefined) return [];
  const units = before.output.at(-1) ?? 0;
  return [
    {
      layer: before.name,
      names: ['15th percentile', 'median', '85th percentile'],
      summarise: (values) => {
        const inputs = values.filter((_, i) => i % units === 0);
        return [0.15, 0.5, 0.85].map((share) => quantile(inputs, share));
      },
    },
  ];
};

/** What the metrics that look at outputs of layers make of them. */
export const looks = {
  activationMean: ofActivations(mean),
  activationSpread: ofActivations((values) => Math.sqrt(mean(values.map((value) => value * value)) - mean(values) ** 2)),
  activationLow: ofActivations((values) => quantile(values, 0.02)),
  activationHigh: ofActivations((values) => quantile(values, 0.98)),
  unitInput: ofUnitInput,
  signalSize: (outline) => signals(outline).map(({ layer, name }) => one(layer, name, rootMeanSquare)),
  deadUnits: ofActivations(percentOfZeros),
  responses: (outline) =>
    inOrder(outline).flatMap(({ layer, name, branch }) => {
      const last = branch.at(-1);
      return layer.type === 'residual' && last !== undefined ? [one(last.name, name, deviation)] : [];
    }),
  layerResponses: (outline) =>
    weightLayers(outline).map((response) => {
      const { name } = response.layer;
      return one(name, name, (values, net) => responseDeviation(response, values, net));
    }),
  gateOpening: (outline) => gates(outline).map(({ block, gate }) => one(gate.name, block, mean)),
  unitGates: ofUnits,
  exampleGates: ofUnits,
} satisfies Partial<Record<TrainingMetric, Looks>>;

export type LookMetric = keyof typeof looks;

export const lookMetrics = Object.keys(looks) as LookMetric[];
