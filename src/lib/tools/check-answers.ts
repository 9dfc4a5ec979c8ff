/**
 * `npm run check-answers -- FILE... [--json]`: reads what readers handed in, answer records or links, makes each of their runs again on
 * WebAssembly and judges it by the rule of its challenge. Fails unless all of them are met.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { currentEdition, editionInWords } from '../site/edition.ts';
import { checkAnswer, type CheckedAnswer } from './answers/check.ts';
import { Unreadable } from './answers/fields.ts';
import { sheetsIn, type Sheet } from './answers/read.ts';
import { Rerunner } from './answers/rerun.ts';
import { tableOf } from './answers/table.ts';
import { readRecording } from './record/files.ts';

/** The answers of a file; one that holds none is an answer that cannot be read. */
function sheetsOf(file: string): readonly Sheet[] {
  try {
    return sheetsIn(readFileSync(file, 'utf8'), file);
  } catch (error) {
    const problem = error instanceof Unreadable ? error : new Unreadable(error instanceof Error ? error.message : String(error));
    return [
      {
        where: file,
        read: () => {
          throw problem;
        },
      },
    ];
  }
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
if (positionals.length === 0) {
  console.error('npm run check-answers -- FILE... [--json]: name the files that hold the answers.');
  process.exitCode = 2;
} else {
  const rerunner = new Rerunner(fileURLToPath(new URL('../../..', import.meta.url)));
  const shelf = {
    edition: editionInWords(currentEdition()),
    recordingOf: (example: string) => readRecording(example)?.presets.quick?.version,
  };
  const answers: CheckedAnswer[] = [];
  for (const sheet of positionals.flatMap(sheetsOf)) answers.push(await checkAnswer(sheet, rerunner, shelf));
  console.log(values.json ? JSON.stringify(answers, undefined, 2) : tableOf(answers));
  if (answers.some(({ status }) => status !== 'met')) process.exitCode = 1;
}
