import type { CheckedAnswer, CheckedRun } from './check.ts';

const comparison: Readonly<Record<CheckedRun['recorded'], string>> = {
  identical: ', bit for bit the recorded run',
  differs: ', not the recorded run',
  'not comparable': '',
};

/** A line an answer, what decided it below, and a line for all. */
export function tableOf(answers: readonly CheckedAnswer[]): string {
  const rows = answers.map(({ status, challenge = '', name = '', where }) => [status, challenge, name, where] as const);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = answers.flatMap(({ problem, runs, notes }, i) => [
    (rows[i] ?? [])
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
    ...(problem === undefined ? [] : [`  ${problem}.`]),
    ...runs.map(
      ({ seed, finding, recorded }) =>
        `  seed ${seed}: ${finding.held ? 'met' : 'not met'}, ${finding.evidence}${comparison[recorded]}`,
    ),
    ...notes.map((note) => `  ${note}`),
  ]);
  const met = answers.filter(({ status }) => status === 'met').length;
  return [...lines, `${met} of ${answers.length} ${answers.length === 1 ? 'answer' : 'answers'} met.`].join('\n');
}
