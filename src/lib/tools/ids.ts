/**
 * `npm run ids`: adds the addresses and ids of the built site to the list of those that are published. It never takes one away:
 * what has moved gets an entry in `src/content/redirects.json`.
 */
import { readBuiltPages } from '../site/builtPages.ts';
import { readPublished, unpublished, withPages, writePublished } from '../site/published.ts';
import { addressText } from '../site/redirects.ts';

try {
  const pages = readBuiltPages(process.env['DIST'] ?? 'dist');
  const published = readPublished();
  const added = unpublished(published, pages);
  writePublished(withPages(published, pages));
  for (const address of added) console.log(`+ ${addressText(address)}`);
  console.log(`src/content/published-ids.json: ${added.length === 0 ? 'nothing to add' : `${added.length} added`}.`);
} catch (error) {
  console.error(`npm run ids: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
