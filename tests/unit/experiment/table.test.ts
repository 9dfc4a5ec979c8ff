import { describe, expect, it } from 'vitest';
import { liveTables } from '../../../src/components/experiment/table.ts';
import { experiments } from '../../../src/lib/experiments/registry.ts';

const losses = (x: readonly number[]) => ({ trainLoss: { x, y: x.map((step) => 2 - step / 1000) } });

describe('the tables of a run', () => {
  it('put arms side by side whose points lie at the same steps, as far as both have come', () => {
    const tables = liveTables(experiments['sigmoid-saturation'], {
      sigmoid4: losses([0, 100, 200]),
      tanh4: losses([0, 100]),
    });
    expect(tables.map(({ caption }) => caption)).toEqual(['This run: training loss, nats']);
    expect(tables[0]?.header).toEqual(['step', 'sigmoid, four', 'tanh, four']);
    expect(tables[0]?.rows.map(([step]) => step)).toEqual(['0', '100', '200']);
  });

  it('leave out an arm in which nothing was measured', () => {
    const tables = liveTables(experiments['sigmoid-saturation'], { sigmoid4: losses([]), tanh4: losses([0, 100]) });
    expect(tables.map(({ header }) => header)).toEqual([['step', 'tanh, four']]);
  });

  it('give an arm with steps of its own a table of its own', () => {
    const tables = liveTables(experiments['sigmoid-saturation'], {
      sigmoid4: losses([0, 100, 200]),
      sigmoid4large: losses([0, 10, 20]),
    });
    expect(tables.map(({ caption }) => caption)).toEqual([
      'This run: training loss, nats; sigmoid, four',
      'This run: training loss, nats; sigmoid, four, larger batches',
    ]);
    expect(tables[1]?.rows).toEqual([
      ['0', '2'],
      ['10', '1.99'],
      ['20', '1.98'],
    ]);
  });
});
