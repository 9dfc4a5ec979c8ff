import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dist } from './pages.ts';

const scripts = readdirSync(join(dist, '_astro')).filter((name) => name.endsWith('.js'));

/** Files that a script fetches beside one that it imports later. */
const fetchedBy = (script: string): readonly string[] =>
  [...readFileSync(join(dist, '_astro', script), 'utf8').matchAll(/"(_astro\/[^"]+\.(?:js|css))"/g)].map(
    ([, file]) => file ?? '',
  );

it('has every script and style sheet that a script fetches with what it imports later', () => {
  const fetched = scripts.flatMap((script) => fetchedBy(script).map((file) => ({ script, file })));
  expect(fetched.length).toBeGreaterThan(100);
  expect(fetched.filter(({ file }) => !existsSync(join(dist, file)))).toEqual([]);
});
