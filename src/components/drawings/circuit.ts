/** Geometry of the drawing of a circuit: inputs at the left, a column of gates for each layer, the output at the right. */
import {
  isLiteral,
  layersOf,
  wireCount,
  type Circuit,
  type GateType,
  type Wire,
} from '../../lib/experiments/circuits/circuit.ts';
import type { Group } from '../../lib/experiments/circuits/summary.ts';

export interface Room {
  readonly width: number;
  /** Space at the left for the names of the inputs. */
  readonly left: number;
  /** Least height of a row of gates or inputs. */
  readonly pitch: number;
}

export interface DrawnGate {
  readonly type: GateType;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface DrawnWire {
  readonly from: Place;
  readonly to: Place;
  /** Whether it carries the negation of an input: a ring at its end says so. */
  readonly isNegated: boolean;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

export interface CircuitDrawing {
  readonly height: number;
  readonly inputs: readonly Place[];
  readonly gates: readonly DrawnGate[];
  readonly wires: readonly DrawnWire[];
  readonly output: { readonly from: Place; readonly to: Place };
}

/** Most wires and gates that can still be told apart on a phone. */
const most = { wires: 130, gates: 40 };

export const isLegible = (circuit: Circuit): boolean => wireCount(circuit) <= most.wires && circuit.gates.length <= most.gates;

/** Radius of the ring that stands for a negation. */
export const ring = 2.5;

/** Length of the line that leaves the last gate. */
const outputLength = 14;

export function drawCircuit(circuit: Circuit, { width, left, pitch }: Room): CircuitDrawing {
  const layers = layersOf(circuit);
  const depth = layers.at(-1) ?? 0;
  const columns = Array.from({ length: depth }, (_, i) =>
    circuit.gates.flatMap((_gate, at) => (layers[at] === i + 1 ? [at] : [])),
  );
  const rows = Math.max(circuit.inputs, ...columns.map(({ length }) => length));
  const height = rows * pitch;
  const gateWidth = Math.min(26, (0.55 * (width - left)) / depth);
  const step = (width - left - gateWidth - outputLength - 2 * ring) / depth;
  const spread = (count: number, i: number): number => ((i + 0.5) * height) / count;

  const inputs = Array.from({ length: circuit.inputs }, (_, i) => ({ x: left, y: spread(circuit.inputs, i) }));
  const gates = circuit.gates.map(({ type, from }, at): DrawnGate => {
    const layer = layers[at] ?? 0;
    const column = columns[layer - 1] ?? [];
    const room = height / column.length;
    // Wires three units apart can be told apart; a gate is no higher than its share of the column.
    const size = Math.min(0.86 * room, Math.max(0.8 * pitch, Math.min(6, pitch / 3) * from.length));
    return { type, x: left + layer * step, y: spread(column.length, column.indexOf(at)), width: gateWidth, height: size };
  });
  const source = (wire: Wire): Place => {
    if (isLiteral(circuit, wire)) return inputs[wire % circuit.inputs] ?? { x: left, y: 0 };
    const gate = gates[wire - 2 * circuit.inputs];
    return gate === undefined ? { x: left, y: 0 } : end(gate);
  };
  const wires = circuit.gates.flatMap(({ from }, at) => {
    const gate = gates[at];
    if (gate === undefined) return [];
    const sorted = from.toSorted((a, b) => source(a).y - source(b).y);
    return sorted.map((wire, i): DrawnWire => ({
      from: source(wire),
      to: { x: gate.x, y: gate.y + gate.height * ((i + 0.5) / from.length - 0.5) },
      isNegated: isLiteral(circuit, wire) && wire >= circuit.inputs,
    }));
  });
  const last = gates.at(-1);
  const from = last === undefined ? { x: left, y: 0 } : end(last);
  return { height, inputs, gates, wires, output: { from, to: { x: from.x + outputLength, y: from.y } } };
}

/** Where a gate's wire leaves it; a NAND has a ring there. */
function end({ type, x, y, width }: DrawnGate): Place {
  return { x: x + width + (type === 'nand' ? 2 * ring : 0), y };
}

const round = (value: number): string => String(Math.round(value * 10) / 10);

/** The usual outlines: AND and NAND flat at the left and round at the right, OR hollow at the left and pointed at the right. */
export function outline({ type, x, y, width, height }: DrawnGate): string {
  const [w, h] = [round(width), round(height)];
  const [left, top, half] = [round(x), round(y - height / 2), round(height / 2)];
  if (type !== 'or') {
    const flat = round(width * 0.45);
    const rest = round(width * 0.55);
    return `M${left},${top}h${flat}a${rest},${half} 0 0 1 0,${h}h-${flat}Z`;
  }
  const hollow = round(width * 0.25);
  return `M${left},${top}q${round(width * 0.7)},0 ${w},${half}q-${round(width * 0.3)},${half} -${w},${half}q${hollow},-${half} 0,-${h}Z`;
}

/** A wire with level ends, so that it is seen where it belongs. */
export function wirePath({ from, to, isNegated }: DrawnWire): string {
  const x = to.x - (isNegated ? 2 * ring : 0);
  const lead = Math.min(10, (x - from.x) / 4);
  return `M${round(from.x)},${round(from.y)}h${round(lead)}L${round(x - lead)},${round(to.y)}H${round(x)}`;
}

/** One group of gates of a circuit too large to be drawn: its line of words, and a dot for each gate below it. */
export interface DotRow {
  readonly group: Group;
  /** Height of the words' baseline. */
  readonly label: number;
  readonly path: string;
  readonly bottom: number;
}

/** Distance of neighbouring dots. */
const dotPitch = 5;

/** @param line height of a line of words. */
export function dotRows(groups: readonly Group[], { width, line }: { width: number; line: number }): readonly DotRow[] {
  const across = Math.floor((width - 4) / dotPitch);
  let bottom = 0;
  return groups.map((group) => {
    const label = bottom + line;
    const top = label + 8;
    const path = Array.from(
      { length: group.gates },
      (_, i) => `M${round(2 + (i % across) * dotPitch)},${round(top + Math.floor(i / across) * dotPitch)}h0`,
    ).join('');
    bottom = top + Math.ceil(group.gates / across) * dotPitch;
    return { group, label, path, bottom };
  });
}
