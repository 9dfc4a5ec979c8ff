import { join } from 'node:path';
import { glossaryFolder } from './glossary.ts';
import { renderMarkdown } from './markdown.ts';

/** The definition of a term as HTML. */
export const definitionOf = (id: string, folder = glossaryFolder()): Promise<string> => renderMarkdown(join(folder, `${id}.md`));
