import { depthOf, layersOf, type Circuit, type GateType } from './circuit.ts';

/** The gates of one layer that are of one type, with the fewest and the most wires that enter one of them. */
export interface Group {
  readonly layer: number;
  readonly type: GateType;
  readonly gates: number;
  readonly fewest: number;
  readonly most: number;
}

/** Layer by layer from the inputs on. */
export function groupsOf(circuit: Circuit): readonly Group[] {
  const layers = layersOf(circuit);
  const groups = new Map<string, Group>();
  circuit.gates.forEach(({ type, from }, i) => {
    const layer = layers[i] ?? 0;
    const key = `${layer} ${type}`;
    const { gates, fewest, most } = groups.get(key) ?? { gates: 0, fewest: Infinity, most: 0 };
    groups.set(key, {
      layer,
      type,
      gates: gates + 1,
      fewest: Math.min(fewest, from.length),
      most: Math.max(most, from.length),
    });
  });
  return [...groups.values()].toSorted((a, b) => a.layer - b.layer);
}

const number = (value: number): string => value.toLocaleString('en-GB');

/** "2,048 AND gates of 12 wires". */
export function groupInWords({ type, gates, fewest, most }: Group): string {
  const wires = fewest === most ? number(most) : `${number(fewest)} to ${number(most)}`;
  return `${number(gates)} ${type.toUpperCase()} ${gates === 1 ? 'gate' : 'gates'} of ${wires} wires`;
}

/** The whole circuit, for those who do not see its drawing. */
export function circuitInWords(circuit: Circuit): string {
  const groups = groupsOf(circuit);
  const layers = Array.from({ length: depthOf(circuit) }, (_, i) => {
    const words = groups.filter(({ layer }) => layer === i + 1).map(groupInWords);
    return `layer ${i + 1}: ${words.join(' and ')}`;
  });
  return `${circuit.inputs} inputs and their negations; ${layers.join('; ')}.`;
}
