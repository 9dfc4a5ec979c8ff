import { describe, expect, it } from 'vitest';
import { experimentIds, experimentOf } from '../../../src/lib/experiments/registry.ts';
import { defaults } from '../../../src/lib/experiments/params.ts';
import { laidOut } from '../../../src/lib/export/pytorch/layout.ts';
import { modules } from '../../../src/lib/export/pytorch/layers.ts';
import { toNotebook } from '../../../src/lib/export/pytorch/notebook.ts';
import { compressed } from '../../../src/lib/export/pytorch/repeats.ts';
import { freeze } from '../../../src/lib/models/freezing.ts';
import { batchNorm } from '../../../src/lib/models/norms.ts';
import { scriptable } from '../../../src/lib/export/pytorch/offered.ts';
import { scriptOf, toPython, type ScriptSource } from '../../../src/lib/export/pytorch/script.ts';
import { highwayMlp } from '../../../src/lib/models/shortcut-mlp.ts';
import { recurrentNet } from '../../../src/lib/models/recurrent-net.ts';
import type { Layer } from '../../../src/lib/models/layers.ts';

const examples = experimentIds.flatMap((id) => {
  const experiment = scriptable(experimentOf(id));
  return experiment ? [{ id, experiment }] : [];
});

const source = ({ id, experiment }: (typeof examples)[number]): ScriptSource => ({
  id,
  experiment,
  claims: { definitions: [], claims: [] },
  seed: 3,
  address: 'https://example.org/',
  weights: 'https://example.org/weights/',
});

describe.each(examples)('the script of $id', (example) => {
  const { experiment } = example;
  const script = scriptOf(source(example));
  const python = toPython(script);

  it('has all presets of the example, and its paper where that has settings', () => {
    const { presets, paper } = experiment;
    const names = [...Object.keys(presets), ...(paper === undefined ? [] : ['paper'])];
    expect(script.presets).toEqual(names);
    for (const name of names) expect(python).toContain(`"${name}": Preset(`);
  });

  it('has a net for each arm, and each claim, be it to check or to say why it is not', () => {
    for (const arm of experiment.presets.quick.arms) expect(python).toContain(`${JSON.stringify(arm)}: (`);
    for (const { text } of experiment.claims) expect(python).toContain(JSON.stringify(text));
  });

  it('defines everything once', () => {
    const names = [...python.matchAll(/^(?:def|class) (\w+)/gm)].map(([, name]) => name);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it('is a notebook of the format that it names, with the same code', () => {
    const notebook = JSON.parse(toNotebook(script)) as {
      nbformat: number;
      nbformat_minor: number;
      metadata: object;
      cells: readonly { cell_type: string; id: string; metadata: object; source: readonly string[]; outputs?: unknown[] }[];
    };
    expect([notebook.nbformat, notebook.nbformat_minor]).toEqual([4, 5]);
    expect(notebook.metadata).toHaveProperty('kernelspec.name', 'python3');
    const ids = notebook.cells.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const cell of notebook.cells) {
      expect(cell.id).toMatch(/^[\w-]{1,64}$/);
      expect(cell.metadata).toEqual({});
      expect(cell.source.slice(0, -1).every((line) => line.endsWith('\n'))).toBe(true);
      if (cell.cell_type === 'code') expect(cell).toMatchObject({ outputs: [], execution_count: null });
      else expect(cell.cell_type).toBe('markdown');
    }
    const codes = notebook.cells.filter((cell) => cell.cell_type === 'code').map((cell) => cell.source.join(''));
    expect(codes.slice(1, -1)).toEqual(script.sections.map(({ code }) => code));
  });
});

describe('the settings of a script', () => {
  const [example] = examples.filter(({ id }) => id === 'degradation');
  if (example === undefined) throw new Error('There is no example "degradation".');
  const { experiment } = example;
  const values = defaults(experiment.params);

  it("are the example's where the reader changed nothing", () => {
    const script = scriptOf({ ...source(example), chosen: { preset: 'quick', values } });
    expect(script).toMatchObject({ presets: ['quick', 'full', 'paper'], preset: 'quick' });
  });

  it("are the reader's own besides, and first, where they are none of these", () => {
    const script = scriptOf({ ...source(example), chosen: { preset: 'quick', values: { ...values, learningRate: 0.07 } } });
    expect(script).toMatchObject({ presets: ['page', 'quick', 'full', 'paper'], preset: 'page' });
    expect(toPython(script)).toContain('learning_rate=0.07');
  });

  it('have the drops of the learning rate and the images of the paper', () => {
    const python = toPython(scriptOf(source(example)));
    expect(python).toContain('drop=0.1');
    expect(python).toContain('drop_after=(32000, 48000,)');
    expect(python).toContain('image_data("cifar10", train=50000, test=10000, side=32, scaling="standard", targets="classes")');
  });

  it('leave out what is not measured, and say so', () => {
    const odd = {
      ...experiment,
      metrics: { ...experiment.metrics, weightOfTheMoon: { kind: 'scalar', label: '', unit: '', smoothing: 0 } },
    };
    const python = toPython(scriptOf({ ...source(example), experiment: odd as typeof experiment }));
    expect(python).toContain('# This script does not measure weightOfTheMoon: claims that need it stay open.');
  });
});

describe('a printed net', () => {
  const flatten: Layer = { type: 'flatten' };

  it('writes rows of the same layers once, weights first', () => {
    expect(compressed(['a', 'f', 'b', 'f', 'b', 'f', 'b', 'f', 'c'])).toEqual(['a', 'f', '*repeated(3, lambda: [b, f])', 'c']);
    expect(compressed(['a', 'b', 'c'])).toEqual(['a', 'b', 'c']);
  });

  it('names layers, sizes and initial values', () => {
    expect(modules(highwayMlp({ depth: 3, width: 5, fn: 'tanh', outputs: 10, gateBias: -2 }), [28, 28, 1])).toEqual([
      'nn.Flatten()',
      'dense(784, 5, normal(math.sqrt(1 / 784)))',
      'nn.Tanh()',
      '*repeated(2, lambda: [Highway(dense(5, 5, normal(math.sqrt(1 / 5))), nn.Tanh(), gate=[dense(5, 5, normal(math.sqrt(1 / 5)), biases=constant(-2))])])',
      'dense(5, 10, normal(math.sqrt(1 / 5)))',
    ]);
    expect(modules(recurrentNet(32), [20, 1, 2])).toEqual([
      'Recurrent(2, 32, torch.relu, weights=normal(0.3), recurrence=identity(0.9), biases=zeros)',
      'dense(32, 1, normal(math.sqrt(1 / 32)))',
    ]);
  });

  it('flattens images of several channels in the order of the book', () => {
    expect(modules([flatten], [4, 4, 3])).toEqual(['FlattenPixels()']);
    expect(modules([flatten], [4, 4, 1])).toEqual(['nn.Flatten()']);
  });
});

describe('RandAugment', () => {
  const scriptNamed = (wanted: string): string => {
    const [example] = examples.filter(({ id }) => id === wanted);
    if (example === undefined) throw new Error(`There is no example "${wanted}".`);
    return toPython(scriptOf(source(example)));
  };

  it('is in the plans of the arms that have it, with its numbers, and in no other script', () => {
    const python = scriptNamed('randaugment-training');
    expect(python).toContain('"scratchWeak": (scratch_none_net, replace(quick, augment=True, change=rand_augment(1, 5)))');
    expect(python).toContain('"allStrong": (scratch_none_net, replace(quick, augment=True, change=rand_augment(2, 9)))');
    expect(python).toContain('"allFlips": (scratch_none_net, replace(quick, augment=True))');
    expect(python.match(/^OPERATIONS = /gm)).toHaveLength(1);
    expect(scriptNamed('transfer-strategies')).not.toContain('OPERATIONS');
  });
});

describe('what is carried over from a stored model', () => {
  const [example] = examples.filter(({ id }) => id === 'transfer-distance');
  if (example === undefined) throw new Error('There is no example "transfer-distance".');
  const script = scriptOf(source(example));
  const python = toPython(script);

  it('is frozen where the example freezes it, its normalisations in either mode', () => {
    const conv: Layer = { type: 'conv2d', filters: 4, kernelSize: 3, stride: 1, init: { type: 'zeros' } };
    const dense: Layer = { type: 'dense', units: 2, init: { type: 'zeros' }, biasInit: { type: 'zeros' } };
    const printed = (norms: 'evaluation' | 'batch'): readonly string[] =>
      modules(freeze([conv, batchNorm, { type: 'globalAveragePool' }, dense], norms), [8, 8, 3]);
    expect(printed('evaluation')).toEqual([
      'conv(3, 4, 3, zeros, rate=0)',
      'at_rate(0, FrozenBatchNorm(4))',
      'global_average_pool()',
      'dense(4, 2, zeros, rate=0)',
    ]);
    expect(printed('batch')[1]).toBe('at_rate(0, nn.BatchNorm2d(4))');
  });

  it('is read up to the layer that the arm names, from a file that the book serves', () => {
    expect(python).toContain('"nearFewFrozen": stored_weights("cifar-six-16.safetensors", up_to="block 3")');
    expect(python).toMatch(
      /STORED = \{\s*"cifar-six-16.safetensors": \(\s*"https:\/\/example.org\/weights\/cifar-six-16.safetensors",/,
    );
    expect(script.description).toContain('save https://example.org/weights/cifar-six-16.safetensors\n');
  });

  it('is trained in one cycle, on data of the arm where it has its own, each loaded once', () => {
    expect(python).toContain('schedule=one_cycle(100, 0.3)');
    const data = [...python.matchAll(/^ {4}(quick_data_\d) = image_data\(([\s\S]*?)\n {4}\)$/gm)];
    expect(data.map(([, name]) => name)).toEqual(['quick_data_1', 'quick_data_2', 'quick_data_3']);
    expect(data.at(-1)?.[2]?.replaceAll(/\s+/g, ' ').trim()).toBe(
      '"mnist", train=1000, test=1000, side=28, scaling=fixed_scaling([127.73, 126.7, 119.83], [60.82, 59.97, 65.34]), targets="classes", classes=[1, 4, 6, 9], per_class=65, frame=16,',
    );
    expect(python).toContain('"farManyAll": quick_data_3');
    expect(python).not.toContain('"nearManyAll": quick_data');
  });

  it('is nothing to most scripts, which then neither speak of it nor ask for it', () => {
    const [plain] = examples.filter(({ id }) => id === 'degradation');
    if (plain === undefined) throw new Error('There is no example "degradation".');
    const other = toPython(scriptOf(source(plain)));
    expect(other).not.toContain('stored_weights(');
    expect(other).not.toContain('STORED');
    expect(other).not.toContain('starts=');
  });
});

describe('an example without a script', () => {
  it('is one that computes, or of whose nets a script measures nothing', () => {
    const without = experimentIds.filter((id) => scriptable(experimentOf(id)) === undefined);
    expect(without.filter((id) => experimentOf(id).kind === 'training')).toEqual(['grad-cam']);
  });

  it('is none that measures its nets before any step', () => {
    expect(examples.map(({ id }) => id)).toContain('initial-speeds');
  });
});

describe('the layout of a line', () => {
  const long = (part: string): string => Array.from({ length: 14 }, () => part).join(', ');

  it('stays in one line where that is short enough', () => {
    expect(laidOut('f(a, b)', 4)).toBe('    f(a, b)');
  });

  it('breaks at the commas of a bracket, but at none within a string, of a lambda or of a comprehension', () => {
    expect(laidOut(`f(${long('"a, b"')}, lambda a, b: a)`).split('\n')).toEqual([
      'f(',
      ...Array.from({ length: 14 }, () => '    "a, b",'),
      '    lambda a, b: a,',
      ')',
    ]);
    expect(laidOut(`max(${'x'.repeat(100)} for a, b in pairs)`)).toBe(`max(\n    ${'x'.repeat(100)} for a, b in pairs\n)`);
  });

  it('makes no tuple of what is in parentheses', () => {
    const sum = `${'x'.repeat(80)} + ${'y'.repeat(80)}`;
    expect(laidOut(`return (${sum})`)).toBe(`return (\n    ${sum}\n)`);
    expect(laidOut(`a[${sum}]`)).toBe(`a[\n    ${sum}\n]`);
  });
});
