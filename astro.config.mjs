// @ts-check
import { unified } from '@astrojs/markdown-remark';
import starlight from '@astrojs/starlight';
import svelte from '@astrojs/svelte';
import { defineConfig } from 'astro/config';
import rehypeKatex from 'rehype-katex';
import remarkMath from 'remark-math';
import { readBook } from './src/lib/site/book.ts';
import { redirectPages } from './src/lib/site/redirectPages.ts';
import { rehypeMath } from './src/lib/site/rehype-math.ts';
import { remarkBook } from './src/lib/site/remark-book.ts';
import { sidebarOf } from './src/lib/site/sidebar.ts';

// A reader who builds the book has not agreed to be counted.
process.env['ASTRO_TELEMETRY_DISABLED'] ??= '1';

const layout = (/** @type {string} */ name) => `./src/components/layout/${name}.astro`;

const base = process.env['BASE_PATH'] ?? '/';

export default defineConfig({
  site: process.env['SITE_URL'] ?? 'http://localhost:4321',
  base,
  trailingSlash: 'always',
  // Hover would fetch pages that are not asked for; a chapter is read, not skimmed.
  prefetch: false,
  markdown: {
    processor: unified({
      remarkPlugins: [remarkMath, [remarkBook, { base }]],
      rehypePlugins: [[rehypeKatex, { strict: 'error' }], rehypeMath],
    }),
  },
  integrations: [
    starlight({
      title: 'Deep, and Trainable',
      description: 'An executable textbook on why deep networks are hard to train, and what fixes them.',
      favicon: '/favicon.svg',
      sidebar: sidebarOf(readBook()),
      // A page that speaks of something again and again is about it; Starlight's own 0.1 hardly counts how often.
      pagefind: { ranking: { termFrequency: 0.5 } },
      tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 3 },
      customCss: [
        '@fontsource-variable/source-serif-4/wght.css',
        '@fontsource-variable/source-serif-4/wght-italic.css',
        '@fontsource-variable/inter/wght.css',
        'katex/dist/katex.min.css',
        './src/styles/tokens.css',
        './src/styles/starlight.css',
        './src/styles/layout.css',
        './src/styles/prose.css',
        './src/styles/print.css',
      ],
      components: {
        PageTitle: layout('PageTitle'),
        Sidebar: layout('Sidebar'),
        TwoColumnContent: layout('BookContent'),
        MarkdownContent: layout('MarkdownContent'),
      },
      expressiveCode: { themes: ['github-dark', 'github-light'], styleOverrides: { borderRadius: '0.25rem' } },
    }),
    svelte(),
    redirectPages(),
  ],
  vite: {
    worker: { format: 'es' },
    build: { assetsInlineLimit: 0 },
  },
});
