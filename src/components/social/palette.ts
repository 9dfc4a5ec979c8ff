import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const tokens = readFileSync(join(process.cwd(), 'src', 'styles', 'tokens.css'), 'utf8');

/** The colours of the light theme by the names of their tokens, for pictures that no stylesheet reaches. */
const light = new Map(
  [...(/:root\[data-theme='light'\] \{([^}]*)\}/.exec(tokens)?.[1] ?? '').matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(
    ([, name = '', value = '']) => [name, value] as const,
  ),
);

/** "plain", "ink" or "var(--colour-plain)" as a hex value. Throws for a token that the light theme does not set. */
export function lightColour(token: string): string {
  const name = /^var\(--([\w-]+)\)$/.exec(token)?.[1] ?? token;
  const value = light.get(name);
  if (value === undefined) throw new Error(`The light theme in src/styles/tokens.css has no colour "--${name}".`);
  return value;
}
