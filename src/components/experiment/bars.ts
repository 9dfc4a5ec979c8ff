import type { ChartPanel } from '../../lib/experiments/figure.ts';
import type { PresetRecording } from '../../lib/experiments/recording.ts';
import type { Category } from '../charts/chart.ts';

/** A layer of a metric that measures single neurons is named "hidden 1, neuron 7". */
const ofNeuron = /, neuron \d+$/;

export const isOfNeurons = (layers: readonly string[]): boolean => layers.some((layer) => ofNeuron.test(layer));

/** Where the bars of a layered metric stand: layers at 1, 2, 3 ...; neurons likewise, with a place left free between two layers. */
export function barPlaces(layers: readonly string[]): readonly number[] {
  if (!isOfNeurons(layers)) return layers.map((_, i) => i + 1);
  const groups = layers.map((layer) => layer.replace(ofNeuron, ''));
  const places: number[] = [];
  groups.forEach((group, i) => places.push((places[i - 1] ?? 0) + (i === 0 || group === groups[i - 1] ? 1 : 2)));
  return places;
}

/** The names below them: a layer's own, or that of the layer in the middle of its neurons. */
export function barNames(layers: readonly string[]): readonly Category[] {
  const places = barPlaces(layers);
  const groups = Map.groupBy(layers.keys(), (i) => (layers[i] ?? '').replace(ofNeuron, ''));
  return [...groups].map(([label, members]) => ({
    at: members.reduce((sum, i) => sum + (places[i] ?? 0), 0) / members.length,
    label,
  }));
}

/** Whether a panel has bars of single neurons, which show one recorded seed. */
export const showsNeurons = (panels: readonly ChartPanel[], recording: PresetRecording | undefined): boolean =>
  panels.some(
    (panel) =>
      panel.kind === 'bars' &&
      Object.values(recording?.arms ?? {}).some(({ metrics: { [panel.metric]: series } }) => {
        return series !== undefined && 'layers' in series && isOfNeurons(series.layers);
      }),
  );
