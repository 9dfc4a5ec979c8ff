import { literal } from './literals.ts';
import type { Printed, Script } from './script.ts';

/** Of nbformat 4, https://nbformat.readthedocs.io: what a notebook of text and Python consists of. */
interface Notebook {
  readonly nbformat: 4;
  readonly nbformat_minor: 5;
  readonly metadata: {
    readonly kernelspec: { readonly display_name: string; readonly language: string; readonly name: string };
    readonly language_info: { readonly name: string };
  };
  readonly cells: readonly Cell[];
}

type Cell =
  | { readonly cell_type: 'markdown'; readonly id: string; readonly metadata: object; readonly source: readonly string[] }
  | {
      readonly cell_type: 'code';
      readonly id: string;
      readonly metadata: object;
      readonly source: readonly string[];
      readonly execution_count: null;
      readonly outputs: readonly [];
    };

/** Lines as a notebook stores them: each with the break that ends it. */
const lines = (text: string): readonly string[] =>
  text.split('\n').map((line, i, all) => (i < all.length - 1 ? `${line}\n` : line));

const markdown = (id: string, text: string): Cell => ({ cell_type: 'markdown', id, metadata: {}, source: lines(text) });

const code = (id: string, text: string): Cell => ({
  cell_type: 'code',
  id,
  metadata: {},
  source: lines(text),
  execution_count: null,
  outputs: [],
});

/** The script of an example as a notebook, which trains one preset at its end. */
export const toNotebook = (script: Script): string =>
  notebookOf(script, {
    note: `Other presets are ${script.presets.join(', ')}.`,
    code: `logs = main(["--preset", ${literal(script.preset)}])`,
  });

/** A program as a notebook, a section a cell, which calls `main` in its last one. */
export function notebookOf(script: Printed, run: { readonly note: string; readonly code: string }): string {
  const notebook: Notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
      language_info: { name: 'python' },
    },
    cells: [
      markdown('description', described(script)),
      code('imports', script.imports),
      ...script.sections.flatMap((section, i) => [
        markdown(`title-${i}`, `## ${section.title}`),
        code(`section-${i}`, section.code),
      ]),
      markdown('run-title', `## A run\n\n${run.note}`),
      code('run', run.code),
    ],
  };
  return `${JSON.stringify(notebook, undefined, 1)}\n`;
}

const described = ({ description }: Printed): string => {
  const [title = '', ...rest] = description.split('\n');
  return [`# ${title}`, ...rest].join('\n');
};
