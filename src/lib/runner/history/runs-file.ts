import type { ExperimentId } from '../../experiments/registry.ts';
import { metricOf } from '../../experiments/experiment.ts';
import { isLayered, type Series } from '../../experiments/runlog.ts';
import { shelved } from '../../experiments/shelf.ts';
import type { Run } from './kept-run.ts';
import { readRun } from './read-run.ts';
import { ReadingError } from './reading.ts';

/** What the first line of every file says, and the version of what follows. */
const format = 'deep-and-trainable: kept runs';
const version = 1;

export const mostFileBytes = 5e6;

/** Sentences on single runs that the reader is told. */
const mostNotes = 5;

export function runsToFile(runs: readonly Run[]): string {
  return `${JSON.stringify({ format, version, runs })}\n`;
}

/** What a file held: runs, and a sentence on each that could not be used as it is. */
export interface RunsFile {
  readonly runs: readonly Run[];
  readonly notes: readonly string[];
}

/**
 * Reads a file of kept runs. Runs that cannot be read are left out, with a note, and so are numbers of metrics that their example does not
 * have.
 *
 * @param load gets examples ready that the page does not show.
 * @throws ReadingError where the file as a whole cannot be used.
 */
export async function readRunsFile(
  file: Pick<File, 'size' | 'text'>,
  load: (ids: readonly ExperimentId[]) => Promise<void>,
): Promise<RunsFile> {
  if (file.size > mostFileBytes) {
    throw new ReadingError(
      `The file is of ${(file.size / 1e6).toFixed(1)} MB; a file of kept runs has at most ${mostFileBytes / 1e6} MB. ` +
        'Export fewer runs at a time.',
    );
  }
  const notes: string[] = [];
  const runs = entriesOf(await file.text()).flatMap((entry, i) => {
    try {
      return [{ run: readRun(entry), place: i + 1 }];
    } catch (error) {
      if (!(error instanceof ReadingError)) throw error;
      notes.push(`Run ${i + 1} of the file was left out. ${error.message}`);
      return [];
    }
  });
  await load([...new Set(runs.map(({ run }) => run.experiment))]);
  const known = runs.map(({ run, place }) => withoutUnknown(run, place, notes));
  const more = notes.length - mostNotes;
  return { runs: known, notes: more > 0 ? [...notes.slice(0, mostNotes), `And ${more} more like these.`] : notes };
}

function entriesOf(text: string): readonly unknown[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new ReadingError('This is no file of kept runs: it is not JSON. Choose a file that “Export” has written.');
  }
  const file = (typeof content === 'object' && content !== null ? content : {}) as Readonly<Record<string, unknown>>;
  if (file['format'] !== format) {
    throw new ReadingError(
      `This is no file of kept runs: its "format" is not "${format}". Choose a file that “Export” has written.`,
    );
  }
  if (file['version'] !== version) {
    throw new ReadingError(
      `The file is of version ${JSON.stringify(file['version'])}, and this edition of the book reads version ${version}. ` +
        'Open it in the edition that wrote it.',
    );
  }
  if (!Array.isArray(file['runs']))
    throw new ReadingError('The file has no list of "runs". It may have been cut off; export it again.');
  return file['runs'] as readonly unknown[];
}

/** Arms of other names are kept: a net of the reader's own is one. */
function withoutUnknown(run: Run, place: number, notes: string[]): Run {
  const experiment = shelved(run.experiment);
  const isKnown = ([metric, series]: readonly [string, Series]): boolean =>
    metricOf(experiment, metric)?.kind === (isLayered(series) ? 'layers' : 'scalar');
  const all = Object.entries(run.log).map(([arm, metrics]) => [arm, Object.entries(metrics)] as const);
  const unknown = new Set(all.flatMap(([, metrics]) => metrics.filter((one) => !isKnown(one)).map(([metric]) => metric)));
  if (unknown.size === 0) return run;
  const names = [...unknown].map((name) => `"${name}"`).join(', ');
  notes.push(`Run ${place} of the file has numbers that “${experiment.title}” does not measure, ${names}; they were left out.`);
  const log = all.map(([arm, metrics]) => [arm, Object.fromEntries(metrics.filter(isKnown))] as const);
  return { ...run, log: Object.fromEntries(log) };
}
