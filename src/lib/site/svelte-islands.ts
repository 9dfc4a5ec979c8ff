import svelte from '@astrojs/svelte';
import type { AstroIntegration } from 'astro';

/**
 * Svelte for Astro, with islands that a module of ours wakes in place of the integration's own; `entry` is its path. `directives` are
 * the paths of what decides when, by the name that follows `client:`.
 */
export function svelteIslands(entry: string, directives: Readonly<Record<string, string>>): AstroIntegration {
  const integration = svelte();
  const setUp = integration.hooks['astro:config:setup'];
  return {
    ...integration,
    hooks: {
      ...integration.hooks,
      'astro:config:setup': (options) => {
        for (const [name, entrypoint] of Object.entries(directives)) options.addClientDirective({ name, entrypoint });
        return setUp?.({
          ...options,
          addRenderer: (renderer) => options.addRenderer({ ...renderer, clientEntrypoint: entry }),
        });
      },
    },
  };
}
