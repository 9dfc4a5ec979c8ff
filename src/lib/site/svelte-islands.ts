import svelte from '@astrojs/svelte';
import type { AstroIntegration } from 'astro';

/** Svelte for Astro, with islands that a module of ours wakes in place of the integration's own; `entry` is its path. */
export function svelteIslands(entry: string): AstroIntegration {
  const integration = svelte();
  const setUp = integration.hooks['astro:config:setup'];
  return {
    ...integration,
    hooks: {
      ...integration.hooks,
      'astro:config:setup': (options) =>
        setUp?.({ ...options, addRenderer: (renderer) => options.addRenderer({ ...renderer, clientEntrypoint: entry }) }),
    },
  };
}
