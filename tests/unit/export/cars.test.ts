import { describe, expect, it } from 'vitest';
import { carsArmTable, rateFactors } from '../../../src/lib/export/pytorch/cars/arms.ts';
import { carsArms, carsDefaults, carsFaults } from '../../../src/lib/export/pytorch/cars/options.ts';
import { carsFile, carsScript } from '../../../src/lib/export/pytorch/cars/script.ts';
import { piecesNamed } from '../../../src/lib/export/pytorch/library.ts';

const address = 'https://example.org/transfer-learning/#exercise-cars';

describe('the script of the exercise', () => {
  it("has the reader's options as the defaults of its arguments", () => {
    const python = carsFile.py(
      carsScript(
        {
          arms: ['top', 'scratch'],
          top: 'bottlenecks',
          augmentation: 'randaugment',
          ops: 3,
          magnitude: 0,
          imageSize: 160,
          batchSize: 48,
          epochs: 7,
          tune: true,
          seed: 11,
        },
        address,
      ),
    );
    const defaults = /^DEFAULTS = \{([\s\S]*?)^\}/m.exec(python)?.[1]?.replaceAll(/\s+/g, ' ').trim();
    expect(defaults).toBe(
      '"arms": ["top", "scratch"], "top": "bottlenecks", "augment": ["randaugment"], "ops": 3, "magnitude": 0, "image_size": 160, "batch_size": 48, "epochs": 7, "tune": True, "seed": 11,',
    );
    expect(python).toContain(`From "Deep, and Trainable", ${address}`);
  });

  it('has the rates of the exercise, and a grid over two powers of ten around each', () => {
    expect([carsArmTable.top.rate, carsArmTable.all.rate]).toEqual([1e-4, 1e-5]);
    const python = carsFile.py(carsScript(carsDefaults, address));
    for (const arm of carsArms) expect(python).toContain(`"${arm}": Arm("${carsArmTable[arm].label}"`);
    expect(rateFactors.at(-1) ?? 0).toBeCloseTo(100 * (rateFactors[0] ?? 0));
    expect(rateFactors[(rateFactors.length - 1) / 2]).toBe(1);
  });

  it('defines everything once', () => {
    const names = [...carsFile.py(carsScript(carsDefaults, address)).matchAll(/^(?:def|class) (\w+)/gm)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(40);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it('is a notebook with the same code, which runs at its end', () => {
    const script = carsScript(carsDefaults, address);
    const { cells } = JSON.parse(carsFile.ipynb(script)) as {
      cells: readonly { cell_type: string; source: readonly string[] }[];
    };
    const codes = cells.filter((cell) => cell.cell_type === 'code').map(({ source }) => source.join(''));
    expect(codes).toEqual([
      script.imports,
      ...script.sections.map(({ code }) => code),
      'report = main(["--data", "data", "--workers", "0"])',
    ]);
    expect(cells[0]?.source[0]).toBe('# The Stanford Cars exercise\n');
  });

  it('takes from the library what that has', () => {
    expect(piecesNamed('Stream', 'processes')).toMatch(/^class Stream:[\s\S]*\n\n\ndef processes\(only_cpu\):/);
    expect(() => piecesNamed('Streem')).toThrow(new Error('The Python library has no "Streem".'));
  });
});

describe('the options of the exercise', () => {
  it('are right as they come', () => {
    expect(carsFaults(carsDefaults)).toEqual([]);
  });

  it('are refused in words where they are out of range, and no script is made of them', () => {
    const options = { ...carsDefaults, arms: [], imageSize: 31, magnitude: 9.5, epochs: Number.NaN };
    expect(carsFaults(options)).toEqual([
      'Choose one way to train at least.',
      'RandAugment, M has to be a whole number from 0 to 30, and is 9.5.',
      'Pixels a side has to be a whole number from 32 to 512, and is 31.',
      'Epochs has to be a whole number from 1 to 1000, and is no number.',
    ]);
    expect(() => carsScript(options, address)).toThrow('Choose one way to train at least. RandAugment, M');
  });
});
