import { describe, expect, it } from 'vitest';
import { suites, type Suite } from '../../../../src/lib/tools/bench/options.ts';
import { rowsOf, type Row } from '../../../../src/lib/tools/bench/results.ts';
import { judgeTargets, otherWorks } from '../../../../src/lib/tools/bench/targets.ts';
import { works } from '../../../../src/lib/tools/bench/works.ts';
import { measured, rows } from './measurements.ts';

const judged = (suite: Suite, list: readonly Row[], examples: readonly string[] = []): (readonly [string, string])[] =>
  judgeTargets(list, [suite], examples).map(({ verdict, figures }) => [verdict, figures] as const);

const plain = works['plain-20'].title;
const nielsen = works['nielsen-10'].title;

describe('the targets of a plain net', () => {
  it('are met at their very bounds', () => {
    const list = rows([plain, 'ours', 30], [plain, 'PyTorch', 10], [plain, 'stock TF.js', 900], [plain, 'jax-js', 540]);
    expect(judged('plain-20', list)).toEqual([
      ['met', '3.00 times: ours 30.0 ms, PyTorch on cpu 10.0 ms'],
      ['met', '30.0 times: ours 30.0 ms, stock TF.js on cpu 900 ms'],
      ['met', '18.0 times: ours 30.0 ms, jax-js on cpu 540 ms'],
    ]);
  });

  it('are missed just beyond them', () => {
    const list = rows([plain, 'ours', 30.3], [plain, 'PyTorch', 10], [plain, 'stock TF.js', 900], [plain, 'jax-js', 540]);
    expect(judged('plain-20', list).map(([verdict]) => verdict)).toEqual(['missed', 'missed', 'missed']);
  });

  it('tell where the aim is reached too', () => {
    expect(judged('plain-20', rows([plain, 'ours', 20], [plain, 'PyTorch', 10]))[0]?.[1]).toContain('2.00 times, the aim too:');
  });

  it('compare with the best backend of the other', () => {
    const list = rows([plain, 'ours', 10], [plain, 'jax-js', 860, 'wasm'], [plain, 'jax-js', 170, 'webgpu']);
    expect(judged('plain-20', list)[2]).toEqual(['missed', '17.0 times: ours 10.0 ms, jax-js on webgpu 170 ms']);
  });

  it('are not measured where a side lacks, which is named', () => {
    expect(judged('plain-20', rows([plain, 'PyTorch', 10]))).toEqual([
      ['not measured', 'no figures of ours'],
      ['not measured', 'no figures of ours and stock TF.js'],
      ['not measured', 'no figures of ours and jax-js'],
    ]);
  });

  it('do not look at the figures of another work', () => {
    const list = rows([works['plain-56'].title, 'ours', 1], [works['plain-56'].title, 'PyTorch', 1]);
    expect(judged('plain-20', list)[0]?.[0]).toBe('not measured');
  });
});

describe('the other targets', () => {
  it("hold ours to PyTorch's steps a second", () => {
    expect(judged('nielsen', rows([nielsen, 'ours', 0.5], [nielsen, 'PyTorch', 1]))[0]).toEqual([
      'met',
      '2000 against 1000 steps a second: ours 0.500 ms, PyTorch on cpu 1.00 ms',
    ]);
    expect(judged('nielsen', rows([nielsen, 'ours', 1.01], [nielsen, 'PyTorch', 1]))[0]?.[0]).toBe('missed');
  });

  it('tell what the other is, since a PyTorch without a fast BLAS is easily beaten', () => {
    const list = rowsOf([measured(nielsen, 'ours', 1), measured(nielsen, 'PyTorch', 2, { note: 'by generic BLAS' })]);
    expect(judged('nielsen', list)[0]?.[1]).toContain('PyTorch on cpu 2.00 ms (by generic BLAS)');
  });

  it('hold two workers to 1.7 times the speed of one', () => {
    const arms = (together: number): Row[] =>
      rowsOf([
        measured(otherWorks.twoArms, 'ours', together, { threads: 2 }),
        measured(otherWorks.twoArms, 'ours', 1700, { threads: 1 }),
      ]);
    expect(judged('two-arms', arms(1000))).toEqual([['met', '1.70 times, 1700 ms against 1000 ms']]);
    expect(judged('two-arms', arms(1010))[0]?.[0]).toBe('missed');
    expect(judged('two-arms', [])[0]?.[0]).toBe('not measured');
  });

  it('hold each example to 20 s, and to 2 s until its first point', () => {
    const list = rows([otherWorks.runOf('x'), 'ours', 20_000], [otherWorks.firstPointOf('x'), 'ours', 2001]);
    expect(judged('quick-runs', list, ['x', 'y'])).toEqual([
      ['met', '20.00 s'],
      ['missed', '2.00 s'],
      ['not measured', 'no figures'],
      ['not measured', 'no figures'],
    ]);
  });

  it("hold ours to a third of stock TensorFlow.js's dispatches", () => {
    const counts = (ours: number): Row[] =>
      rowsOf([
        measured(otherWorks.dispatches, 'ours', ours, { unit: 'dispatches' }),
        measured(otherWorks.dispatches, 'stock TF.js', 1200, { unit: 'dispatches', backend: 'webgpu' }),
      ]);
    expect(judged('dispatches', counts(400))).toEqual([['met', '0.33 of them: ours 400, stock TF.js on webgpu 1200']]);
    expect(judged('dispatches', counts(401))[0]?.[0]).toBe('missed');
  });

  it('leave out the suites that were not chosen', () => {
    expect(judgeTargets([], ['gpu'], ['x'])).toEqual([]);
    expect(judgeTargets([], suites, ['x'])).toHaveLength(3 + 3 + 2 + 1 + 1 + 2);
  });
});
