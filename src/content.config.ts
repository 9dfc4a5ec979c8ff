import { docsLoader } from '@astrojs/starlight/loaders';
import { docsSchema } from '@astrojs/starlight/schema';
import { defineCollection } from 'astro:content';
import { file, glob } from 'astro/loaders';
import { z } from 'astro/zod';
import { experimentIds } from './lib/experiments/registry.ts';
import type { Recording } from './lib/experiments/recording.ts';
import { plannedTitles, verdictNames, type Claim } from './lib/site/claims.ts';
import { partNumerals } from './lib/site/plan.ts';
import type { Reference } from './lib/site/references.ts';
import { termSchema } from './lib/site/glossary.ts';

const docs = defineCollection({
  loader: docsLoader(),
  schema: docsSchema({
    extend: z.object({
      /** The part of the book; chapters have one, other pages don't. */
      part: z.enum(partNumerals).optional(),
      /** The examples that the page holds, by their ids in the registry. */
      experiments: z.array(z.enum(experimentIds)).default([]),
    }),
  }),
});

const numbers = z.array(z.number());
const arm = z.object({
  digests: z.array(z.string()),
  metrics: z.record(
    z.string(),
    z.union([
      z.object({ layers: z.array(z.string()), x: numbers, y: z.array(z.array(numbers)) }),
      z.object({ x: numbers, y: z.array(numbers) }),
    ]),
  ),
});
const preset = z.object({
  version: z.string(),
  params: z.record(z.string(), z.string()),
  seeds: numbers,
  seconds: z.number(),
  calibration: z.number(),
  arms: z.record(z.string(), arm),
  claims: z.array(z.object({ text: z.string(), evidence: z.array(z.string()) })),
});
const recordings = defineCollection({
  loader: glob({ pattern: '*.json', base: './src/content/recordings' }),
  schema: z.object({
    format: z.literal(1),
    experiment: z.string(),
    recordedOn: z.string(),
    backend: z.string(),
    engine: z.string(),
    packages: z.record(z.string(), z.string()),
    presets: z.object({ quick: preset.exactOptional(), full: preset.exactOptional() }),
  }) satisfies z.ZodType<Recording>,
});

const references = defineCollection({
  loader: file('./src/content/references/references.json'),
  schema: z.object({
    authors: z.array(z.string()).min(1),
    others: z.boolean().optional(),
    title: z.string(),
    venue: z.string(),
    year: z.int().optional(),
    arxiv: z.string().optional(),
    doi: z.string().optional(),
    url: z.url().optional(),
    note: z.string().optional(),
  }) satisfies z.ZodType<Reference>,
});

/** What the three sources say, claim by claim: one file a source. */
const claims = defineCollection({
  loader: glob({ pattern: '*.yaml', base: './src/content/claims' }),
  schema: z
    .object({
      source: z.enum(['S0', 'S1', 'S2']),
      claims: z.array(
        z.strictObject({
          id: z.string().regex(/^S[0-2]\.[1-9]\d*$/),
          verdict: z.enum(verdictNames),
          says: z.string().min(1),
          holds: z.string().min(1),
          refs: z.array(z.string()).default([]),
          chapter: z.enum(plannedTitles),
          example: z.enum(experimentIds).optional(),
        }) satisfies z.ZodType<Claim>,
      ),
    })
    .refine(({ source, claims: all }) => all.every(({ id }, i) => id === `${source}.${i + 1}`), {
      error: 'claims are numbered from 1 on, without gaps, and begin with the name of their source',
    }),
});

/** What `npm run bench -- --publish` wrote. */
const bench = defineCollection({
  loader: glob({ pattern: 'results.json', base: './src/content/bench' }),
  schema: z.object({
    machine: z.object({ cores: z.int(), cpu: z.string(), browser: z.string(), system: z.string(), date: z.string() }),
    rows: z.array(
      z.object({
        work: z.string(),
        engine: z.string(),
        backend: z.string(),
        threads: z.int().nullable(),
        unit: z.string(),
        steps: z.int(),
        median: z.number(),
        min: z.number(),
        max: z.number(),
        ratio: z.number().nullable(),
        note: z.string(),
      }),
    ),
    missing: z.array(
      z.object({ work: z.string(), engine: z.string(), backend: z.string(), kind: z.string(), reason: z.string() }),
    ),
  }),
});

/** One file a term; the text is its definition. */
const glossary = defineCollection({ loader: glob({ pattern: '*.md', base: './src/content/glossary' }), schema: termSchema });

/** One page a decision on how the book is built; shown together, in their order. */
const decisions = defineCollection({
  loader: glob({ pattern: '*.md', base: './src/content/decisions' }),
  schema: z.object({ title: z.string(), order: z.int().positive() }),
});

export const collections = { docs, recordings, references, glossary, decisions, claims, bench };
