import { describe, expect, it } from 'vitest';
import { challengeOf } from '../../../../src/lib/experiments/challenge.ts';
import { experimentOf } from '../../../../src/lib/experiments/registry.ts';
import { answerFormat, answerVersion, printAnswer, type AnswerRecord } from '../../../../src/lib/runner/answerRecord.ts';
import { checkAnswer, type CheckedAnswer } from '../../../../src/lib/tools/answers/check.ts';
import { sheetsIn } from '../../../../src/lib/tools/answers/read.ts';
import { Rerunner, type Rerun } from '../../../../src/lib/tools/answers/rerun.ts';
import { tableOf } from '../../../../src/lib/tools/answers/table.ts';

const shelf = { edition: 'version 1', recordingOf: () => 'abc' };
const rerunner = new Rerunner('.');

const good: AnswerRecord = {
  format: answerFormat,
  version: answerVersion,
  edition: 'version 1',
  recording: 'abc',
  example: 'neuron-chain',
  challenge: 'exr-exploding-on-purpose',
  params: { w1: '1', w2: '8', w3: '8', w4: '8', b1: '-0.5', b2: '-4', b3: '-4', b4: '0', input: '0.5' },
  runs: [{ seed: 0, backend: 'none', digests: {}, finding: { held: true, evidence: '8' } }],
  link: '',
  at: '2026-11-30T12:00:00.000Z',
  name: 'Ada',
};

const check = (content: string): Promise<CheckedAnswer[]> =>
  Promise.all(sheetsIn(content, 'answers.json').map((sheet) => checkAnswer(sheet, rerunner, shelf)));

const checkOne = async (change: Readonly<Record<string, unknown>>): Promise<CheckedAnswer> => {
  const [answer] = await check(JSON.stringify({ ...good, ...change }));
  if (answer === undefined) throw new Error('No answer was read.');
  return answer;
};

describe('an answer that was handed in', () => {
  it('is met where the rerun meets the rule', async () => {
    expect(await check(printAnswer(good))).toEqual([
      {
        where: 'answers.json',
        status: 'met',
        name: 'Ada',
        example: 'neuron-chain',
        challenge: 'exr-exploding-on-purpose',
        runs: [
          {
            seed: 0,
            finding: { held: true, evidence: 'the first over the last: 8, asked: at least 6' },
            recorded: 'not comparable',
          },
        ],
        notes: [],
      },
    ]);
  });

  it('is judged by the rerun, whatever it says of itself', async () => {
    const { status, runs } = await checkOne({ params: { ...good.params, b2: '0' } });
    expect([status, runs[0]?.finding.held]).toEqual(['not met', false]);
  });

  it('is changed where a parameter is not what the challenge holds it at', async () => {
    expect(await checkOne({ params: { ...good.params, w2: '20', w3: '20' } })).toMatchObject({
      status: 'changed',
      problem: 'what the challenge holds was changed: Weight w₂ is 20, held at 8; Weight w₃ is 20, held at 8',
      runs: [],
    });
  });

  it.each([
    [{ params: { ...good.params, b1: '21' } }, 'Bias b₁ must be a number between -20 and 20, got "21"'],
    [{ params: { ...good.params, b9: '1' } }, 'There is no parameter "b9" here'],
    [{ params: { ...good.params, b1: 1 } }, '"b1" is no text'],
    [{ params: 'b1' }, '"params" is no JSON object'],
    [{ challenge: 'exr-easy' }, '"neuron-chain" has no challenge "exr-easy"; it has exr-exploding-on-purpose'],
    [{ example: 'constructor' }, 'this book has no example "constructor"'],
    [{ example: undefined }, '"example" is missing'],
    [{ runs: [] }, '"runs" is no list of runs'],
    [{ runs: [{ seed: 0.5, backend: 'wasm', digests: {} }] }, 'its seed is no whole number from 0 to 4294967295'],
    [{ runs: [{ seed: 0, backend: 'wasm', digests: { chain: 7 } }] }, '"chain" is no text'],
    [{ format: 'mine' }, 'its "format" is not "deep-and-trainable answer": this is no answer record'],
    [{ version: 2 }, 'it is of version 2 of the format; this book reads version 1'],
    [{ name: 'x'.repeat(5000) }, '"name" has 5000 characters, more than any answer'],
  ])('cannot be read with %j', async (change, problem) => {
    expect(await checkOne(change)).toMatchObject({ status: 'unreadable', problem, runs: [] });
  });

  it('is told to be of another edition, or of another recording', async () => {
    const { status, notes } = await checkOne({ edition: 'version 0', recording: 'xyz' });
    expect(status).toBe('met');
    expect(notes).toEqual([
      'It was made with another edition of the book (version 0; this is version 1).',
      'The example was recorded anew since: it may have changed.',
    ]);
  });
});

describe('a file of answers', () => {
  const link =
    'https://book.example/unstable-gradients/?e=neuron-chain&b1=-0.5&b2=-4&b3=-4&challenge=exr-exploding-on-purpose#ex-neuron-chain';

  it('may be a list, each of which stands for itself', async () => {
    const answers = await check(JSON.stringify([good, { ...good, params: { ...good.params, w2: '20' } }, 7]));
    expect(answers.map(({ where, status }) => [where, status])).toEqual([
      ['answers.json, answer 1', 'met'],
      ['answers.json, answer 2', 'changed'],
      ['answers.json, answer 3', 'unreadable'],
    ]);
  });

  it('may hold links, a line each', async () => {
    const answers = await check(
      `${link}\r\n\nnot a link\n${link.replace('b1=-0.5', 'w2=9')}\n${link.replace('b1=-0.5', 'b1=x')}`,
    );
    expect(answers.map(({ where, status, problem }) => [where, status, problem])).toEqual([
      ['answers.json, line 1', 'met', undefined],
      ['answers.json, line 3', 'unreadable', '"not a link" is no link'],
      ['answers.json, line 4', 'changed', 'what the challenge holds was changed: Weight w₂ is 9, held at 8'],
      ['answers.json, line 5', 'unreadable', 'Bias b₁ must be a number between -20 and 20, got "x"'],
    ]);
  });

  it('may be that of all answers that a device keeps', async () => {
    const kept = { value: new URL(link).search, right: true, at: 1 };
    const answers = await check(
      JSON.stringify({
        version: 1,
        exercises: { 'exr-a': kept },
        predictions: {},
        challenges: { 'exr-exploding-on-purpose': kept },
      }),
    );
    expect(answers.map(({ where, status }) => [where, status])).toEqual([['answers.json, exr-exploding-on-purpose', 'met']]);
  });

  it.each([
    ['', 'the file is empty'],
    ['{"format": ', 'the file is no JSON'],
    ['{"challenges": {}}', 'the file holds no answer to a challenge'],
  ])('without an answer is told as such: %j', (content, problem) => {
    expect(() => sheetsIn(content, 'a.json')).toThrow(problem);
  });
});

describe('the digests of an answer', () => {
  const log = {
    clipped: Object.fromEntries(
      ['testLoss', 'peakLoss', 'peakGradientNorm', 'totalGradientNorm', 'appliedGradientNorm'].map((name) => [
        name,
        { x: [0], y: [0.001] },
      ]),
    ),
  };
  const run = (_: unknown, __: unknown, ___: unknown, seed: number): Promise<Rerun> =>
    Promise.resolve({ log: seed === 9 ? {} : log, digests: { clipped: `of ${seed}` } });
  const challenge = challengeOf(experimentOf('clipping-rnn'), 'exr-thirty-steps-back');
  const record = (seed: number, digests: readonly string[], backend = 'wasm') =>
    JSON.stringify({
      ...good,
      example: 'clipping-rnn',
      challenge: challenge?.id,
      params: {},
      runs: digests.map((digest, i) => ({
        seed: seed + i,
        backend,
        digests: { clipped: digest },
        finding: { held: true, evidence: '' },
      })),
    });
  const checked = async (content: string): Promise<CheckedAnswer | undefined> =>
    Promise.all(sheetsIn(content, 'a').map((sheet) => checkAnswer(sheet, { run }, shelf))).then(([first]) => first);

  it('say that the rerun has the same numbers, on every seed', async () => {
    const answer = await checked(record(4, ['of 4', 'of 5', 'of 6']));
    expect([answer?.status, answer?.runs.map(({ seed, recorded }) => [seed, recorded])]).toEqual([
      'met',
      [
        [4, 'identical'],
        [5, 'identical'],
        [6, 'identical'],
      ],
    ]);
    expect(answer?.notes).toEqual([]);
  });

  it('are told to differ where they do, and are not compared across engines', async () => {
    const forged = await checked(record(4, ['of 4', 'forged', 'of 6']));
    expect(forged?.runs.map(({ recorded }) => recorded)).toEqual(['identical', 'differs', 'identical']);
    expect(forged?.notes[0]).toMatch(/^The rerun does not give the numbers of the record/);
    const onGpu = await checked(record(4, ['a', 'b', 'c'], 'webgpu'));
    expect(onGpu?.runs.map(({ recorded }) => recorded)).toEqual(['not comparable', 'not comparable', 'not comparable']);
  });

  it('do not save an answer of which one seed fails', async () => {
    const answer = await checked(record(7, ['of 7', 'of 8', 'of 9']));
    expect([answer?.status, answer?.runs.at(-1)?.finding.evidence]).toEqual([
      'not met',
      'clipped by norm: the run left the finite numbers',
    ]);
  });
});

describe('the table', () => {
  it('has a line an answer, what decided it, and the count', async () => {
    const answers = await check(JSON.stringify([good, { ...good, name: 'Bo', params: { ...good.params, w2: '20' } }]));
    expect(tableOf(answers).split('\n')).toEqual([
      'met      exr-exploding-on-purpose  Ada  answers.json, answer 1',
      '  seed 0: met, the first over the last: 8, asked: at least 6',
      'changed                                 answers.json, answer 2',
      '  what the challenge holds was changed: Weight w₂ is 20, held at 8.',
      '1 of 2 answers met.',
    ]);
  });
});
