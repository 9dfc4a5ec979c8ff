import { describe, expect, it } from 'vitest';
import { readRunsFile, runsToFile, type RunsFile } from '../../../src/lib/runner/history/runs-file.ts';
import { aRun } from './runs.ts';

const read = (text: string, size = text.length): Promise<RunsFile> =>
  readRunsFile({ size, text: () => Promise.resolve(text) }, () => Promise.resolve());

/** The file of one run, with one of its fields, "log.plain20.trainLoss.y.1", replaced. */
function spoilt(path: string, value: unknown): string {
  const file = JSON.parse(runsToFile([aRun()])) as { runs: [Record<string, unknown>] };
  const names = path.split('.');
  const last = names.pop() ?? '';
  const holder = names.reduce<Record<string, unknown>>((at, name) => at[name] as Record<string, unknown>, file.runs[0]);
  holder[last] = value;
  return JSON.stringify(file);
}

describe('a file of kept runs', () => {
  it('gives back the runs it was made from', async () => {
    const runs = [
      aRun(),
      aRun({
        name: 'ümlaut “x”',
        outcome: 'diverged',
        divergences: { plain20: { step: 12, layer: 'block 3', tensor: 'gradient' } },
        log: { own: { gradientNorm: { layers: ['a', 'b'], x: [0, 5], y: [[1, 2], [3, Number.NaN]] } } }, // prettier-ignore
      }),
    ];
    expect(await read(runsToFile(runs))).toEqual({ runs, notes: [] });
  });

  it('gets the examples of its runs ready, each once', async () => {
    const loaded: unknown[] = [];
    const text = runsToFile([aRun(), aRun(), aRun({ experiment: 'residual-mlp', query: '?e=residual-mlp' })]);
    await readRunsFile({ size: 1, text: () => Promise.resolve(text) }, (ids) => Promise.resolve(void loaded.push(ids)));
    expect(loaded).toEqual([['degradation', 'residual-mlp']]);
  });
});

describe('a file that cannot be used', () => {
  const noFile = 'This is no file of kept runs: ';
  const noFormat = `${noFile}its "format" is not "deep-and-trainable: kept runs". Choose a file that “Export” has written.`;
  it.each([
    ['hello', `${noFile}it is not JSON. Choose a file that “Export” has written.`],
    ['', `${noFile}it is not JSON. Choose a file that “Export” has written.`],
    ['null', noFormat],
    ['[]', noFormat],
    ['{"runs": []}', noFormat],
    [
      runsToFile([]).replace('"version":1', '"version":2'),
      'The file is of version 2, and this edition of the book reads version 1. Open it in the edition that wrote it.',
    ],
    [
      runsToFile([]).replace('"runs":[]', '"runs":3'),
      'The file has no list of "runs". It may have been cut off; export it again.',
    ],
  ])('says why, and what to do: %s', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  it('is one of more than 5 MB, and is not even read', async () => {
    const unread = { size: 7_340_000, text: () => Promise.reject(new Error('read')) };
    await expect(readRunsFile(unread, () => Promise.resolve())).rejects.toThrow(
      'The file is of 7.3 MB; a file of kept runs has at most 5 MB. Export fewer runs at a time.',
    );
  });
});

describe('a run in a file that cannot be used', () => {
  const long = 'x'.repeat(61);
  it.each([
    ['experiment', 'alchemy', 'It is a run of the example "alchemy", which this book does not have.'],
    ['experiment', undefined, '"experiment" is missing; it must be a text of at most 1000 letters.'],
    ['name', long, `"name" is "${'x'.repeat(39)}…; it must be a text of at most 60 letters.`],
    ['when', 'yesterday', '"when" is "yesterday"; it must be a date such as 2026-11-30T18:00:00.000Z.'],
    ['query', '?e=residual-mlp', '"query" is "?e=residual-mlp"; it must be the query of a link to "degradation".'],
    ['outcome', 'lost', '"outcome" is "lost"; it must be one of done, diverged, stopped.'],
    ['backend', 'cuda', '"backend" is "cuda"; it must be one of webgpu, webgl, wasm, cpu.'],
    ['seconds', -1, '"seconds" is -1; it must be a number of 0 or more.'],
    ['claims.0.status', true, '"claims[0].status" is true; it must be one of held, failed, pending.'],
    ['digests', [], '"digests" is []; it must be an object.'],
    ['divergences', { own: { step: 1.5 } }, '"divergences.own.step" is 1.5; it must be a whole number of 0 or more.'],
    ['log', 'none', '"log" is "none"; it must be an object.'],
    [
      'log.plain20.trainLoss.y.1',
      '2',
      '"log.plain20.trainLoss.y[1]" is "2"; it must be a number, or null where it was not finite.',
    ],
    ['log.plain20.trainLoss.y', [1], '"log.plain20.trainLoss.y" is [1]; it must be a list as long as x, of 2 entries.'],
    ['log.plain20.trainLoss.layers', ['a', 'b'], '"log.plain20.trainLoss.y[0]" is 2.5; it must be a list.'],
    ['log.plain20.trainLoss.x', Array(301).fill(0), '"log.plain20.trainLoss.x" has 301 entries; it may have 300 at most.'],
  ])('is left out, and the reader is told what is wrong with its %s %j', async (path, value, message) => {
    expect(await read(spoilt(path, value))).toEqual({ runs: [], notes: [`Run 1 of the file was left out. ${message}`] });
  });

  it('leaves the others as they are', async () => {
    const text = runsToFile([aRun(), aRun({ seconds: -1 }), aRun({ name: 'third' })]);
    const { runs, notes } = await read(text);
    expect(runs.map(({ name }) => name)).toEqual(['', 'third']);
    expect(notes).toHaveLength(1);
  });

  it('is told of five times at most', async () => {
    const { notes } = await read(runsToFile(Array.from({ length: 9 }, () => aRun({ seconds: -1 }))));
    expect(notes).toHaveLength(6);
    expect(notes.at(-1)).toBe('And 4 more like these.');
  });

  it('may have names of the prototype, which are names like others', async () => {
    const text = runsToFile([aRun()]).replace('"plain20":{"trainLoss"', '"__proto__":{"trainLoss"');
    const { runs } = await read(text);
    expect(Object.keys(runs[0]?.log ?? {})).toEqual(['__proto__']);
  });
});

it('numbers of a metric that the example does not have are left out, with a note, and those of unknown arms are kept', async () => {
  const series = { x: [0], y: [1] };
  const layers = { layers: ['a'], x: [0], y: [[1]] };
  const log = { own: { trainLoss: series, alchemy: series, testError: layers } };
  expect(await read(runsToFile([aRun({ log })]))).toEqual({
    runs: [aRun({ log: { own: { trainLoss: series } } })],
    notes: [
      'Run 1 of the file has numbers that “Degradation: 20 against 56 layers” does not measure, "alchemy", "testError"; they were left out.',
    ],
  });
});
