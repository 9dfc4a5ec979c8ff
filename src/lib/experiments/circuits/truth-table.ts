/**
 * Whole truth tables at a time: a wire's column of 2^n bits is held in words of 32, and a gate works on words. Row r is the setting
 * in which input i has binary digit i of r.
 */
import type { Circuit, Gate } from './circuit.ts';

/** Columns of the first five inputs, which repeat in every word. */
const patterns = [0xaaaaaaaa, 0xcccccccc, 0xf0f0f0f0, 0xff00ff00, 0xffff0000];

const all = -1;

export const rowCount = (inputs: number): number => 2 ** inputs;

/** Word `at` of the column of input i. */
const inputWord = (input: number, at: number): number => patterns[input] ?? ((at >> (input - 5)) & 1 ? all : 0);

/** The number of rows of the truth table in which the circuit's output differs from the parity of its inputs. */
export function rowsUnlikeParity(circuit: Circuit): number {
  const { inputs } = circuit;
  const words = Math.ceil(rowCount(inputs) / 32);
  const output = outputColumn(circuit, words);
  // With fewer than five inputs the table is shorter than a word.
  const used = inputs < 5 ? rowCount(rowCount(inputs)) - 1 : all;
  let differing = 0;
  for (let at = 0; at < words; at += 1) {
    let parity = 0;
    for (let input = 0; input < inputs; input += 1) parity ^= inputWord(input, at);
    differing += bitCount((parity ^ (output[at] ?? 0)) & used);
  }
  return differing;
}

/** The last gate's column. */
function outputColumn({ inputs, gates }: Circuit, words: number): Int32Array {
  const columns = new Int32Array((2 * inputs + gates.length) * words);
  for (let at = 0; at < words; at += 1) {
    for (let input = 0; input < inputs; input += 1) {
      columns[input * words + at] = inputWord(input, at);
      columns[(inputs + input) * words + at] = ~inputWord(input, at);
    }
  }
  gates.forEach((gate, i) => fill(columns, gate, (2 * inputs + i) * words, words));
  return columns.subarray(-words);
}

/** The column of a gate, at its place, from those that it reads. */
function fill(columns: Int32Array, { type, from }: Gate, place: number, words: number): void {
  columns.fill(type === 'or' ? 0 : all, place, place + words);
  for (const wire of from) {
    const source = wire * words;
    if (type === 'or')
      for (let at = 0; at < words; at += 1) columns[place + at] = word(columns, place + at) | word(columns, source + at);
    else for (let at = 0; at < words; at += 1) columns[place + at] = word(columns, place + at) & word(columns, source + at);
  }
  if (type === 'nand') for (let at = 0; at < words; at += 1) columns[place + at] = ~word(columns, place + at);
}

const word = (columns: Int32Array, at: number): number => columns[at] ?? 0;

function bitCount(word: number): number {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
