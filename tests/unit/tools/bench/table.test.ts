import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../../../src/lib/tools/bench/results.ts';
import { figure, machineLine, tableOf, targetLines } from '../../../../src/lib/tools/bench/table.ts';
import { measured } from './measurements.ts';

const machine = {
  cores: 2,
  cpu: 'Some CPU',
  memoryGiB: 8,
  browser: 'Chromium 1.2',
  system: 'linux 6',
  loadBefore: 0.1,
  date: '2026-11-21',
};

describe('the table', () => {
  it('has a block for each work, columns in line, and what is not there with the reason', () => {
    const rows = rowsOf([
      measured('first', 'ours', 12.345),
      measured('first', 'stock TF.js', 1056, { backend: 'webgl', threads: null, note: 'first step 3.0 s' }),
      measured('second', 'ours', 90, { unit: 'dispatches' }),
    ]);
    const missing = [
      { work: 'first', engine: 'stock TF.js', backend: 'wasm', kind: 'cannot', reason: 'no kernel' },
      { work: 'third', engine: 'PyTorch', backend: 'cpu', kind: 'missing', reason: 'no Python' },
    ] as const;
    expect(tableOf(rows, missing)).toBe(
      [
        'first (milliseconds)',
        '  engine       backend  threads  median   min   max  to ours  steps',
        '  ours         wasm           1    12.3  12.3  12.3    1.00x      3',
        '  stock TF.js  webgl        GPU    1056  1056  1056   85.54x      3  first step 3.0 s',
        '  stock TF.js, wasm: cannot: no kernel',
        '',
        'second (dispatches)',
        '  engine       backend  threads  median   min   max  to ours  steps',
        '  ours         wasm           1    90.0  90.0  90.0    1.00x      3',
        '',
        'third (milliseconds)',
        '  PyTorch, cpu: missing: no Python',
      ].join('\n'),
    );
  });

  it('shows three significant digits', () => {
    expect([1234.5, 100.4, 12.345, 1.2345, 0.12345].map(figure)).toEqual(['1235', '100', '12.3', '1.23', '0.123']);
  });

  it('names the machine, and warns where others were using it', () => {
    expect(machineLine(machine)).toBe(
      'Some CPU, 2 cores, 8 GiB, linux 6; Chromium 1.2; 2026-11-21.\nLoad before the bench: 0.10.',
    );
    expect(machineLine({ ...machine, loadBefore: 1.5 })).toContain('1.50. The machine was not quiet');
  });

  it('has a line for each target', () => {
    const targets = [
      { text: 'fast', verdict: 'met', figures: '2 times' },
      { text: 'small', verdict: 'not measured', figures: 'no figures of ours' },
    ] as const;
    expect(targetLines(targets)).toBe('met           fast: 2 times\nnot measured  small: no figures of ours');
  });
});
