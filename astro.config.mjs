// @ts-check
import { unified } from '@astrojs/markdown-remark';
import sitemap from '@astrojs/sitemap';
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import rehypeKatex from 'rehype-katex';
import remarkMath from 'remark-math';
import { readBook } from './src/lib/site/book.ts';
import { chunkGroups, entryOrder } from './src/lib/site/chunks.ts';
import { redirectPages } from './src/lib/site/redirectPages.ts';
import { lateSearch } from './src/lib/site/late-search.ts';
import { lightWithoutScript } from './src/lib/site/light-without-script.ts';
import { rehypeMath } from './src/lib/site/rehype-math.ts';
import { rehypePerCent } from './src/lib/site/rehype-per-cent.ts';
import { remarkBook } from './src/lib/site/remark-book.ts';
import { sidebarOf } from './src/lib/site/sidebar.ts';
import { svelteIslands } from './src/lib/site/svelte-islands.ts';
import { finish } from './src/lib/tools/finish.ts';
import { pythonClaims } from './src/lib/tools/python/claims-plugin.ts';

// A reader who builds the book has not agreed to be counted.
process.env['ASTRO_TELEMETRY_DISABLED'] ??= '1';

const layout = (/** @type {string} */ name) => `./src/components/layout/${name}.astro`;

const base = process.env['BASE_PATH'] ?? '/';
const root = process.cwd();

export default defineConfig({
  site: process.env['SITE_URL'] ?? 'http://localhost:4321',
  base,
  trailingSlash: 'always',
  // Hover would fetch pages that are not asked for; a chapter is read, not skimmed.
  prefetch: false,
  markdown: {
    processor: unified({
      remarkPlugins: [remarkMath, [remarkBook, { base }]],
      rehypePlugins: [[rehypeKatex, { strict: 'error' }], rehypeMath, rehypePerCent],
    }),
  },
  integrations: [
    starlight({
      title: 'Deep, and Trainable',
      description: 'An executable textbook on why deep networks are hard to train, and what fixes them.',
      favicon: '/favicon.svg',
      sidebar: sidebarOf(readBook()),
      tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 3 },
      // Pagefind's own defaults: Starlight's hardly count how often a page has the words, and long chapters lose.
      pagefind: { ranking: { pageLength: 0.75, termFrequency: 1, termSaturation: 1.4, termSimilarity: 1 } },
      customCss: [
        '@fontsource-variable/source-serif-4/wght.css',
        '@fontsource-variable/source-serif-4/wght-italic.css',
        '@fontsource-variable/inter/wght.css',
        'katex/dist/katex.min.css',
        './src/styles/fallbacks.css',
        './src/styles/tokens.css',
        './src/styles/hidden.css',
        './src/styles/starlight.css',
        './src/styles/layout.css',
        './src/styles/prose.css',
        './src/styles/print.css',
      ],
      components: {
        Head: layout('Head'),
        PageTitle: layout('PageTitle'),
        Footer: layout('Footer'),
        Sidebar: layout('Sidebar'),
        LanguageSelect: layout('NoLanguages'),
        TwoColumnContent: layout('BookContent'),
        MarkdownContent: layout('MarkdownContent'),
      },
      expressiveCode: { themes: ['github-dark', 'github-light'], styleOverrides: { borderRadius: '0.25rem' } },
    }),
    svelteIslands('/src/components/experiment/island.ts', { reach: './src/components/experiment/reach.ts' }),
    // Views of an example for slides and frames are no pages to find; their chapter is.
    sitemap({ filter: (page) => !/\/(lecture|embed)\//.test(page) }),
    redirectPages(),
    finish(),
  ],
  vite: {
    plugins: [lateSearch(), pythonClaims(), entryOrder(root)],
    css: { postcss: { plugins: [lightWithoutScript()] } },
    worker: { format: 'es' },
    build: { assetsInlineLimit: 0 },
    environments: {
      client: { build: { rolldownOptions: { output: { codeSplitting: { groups: chunkGroups(root) } } } } },
    },
  },
});
