import { z } from 'astro/zod';
import type { Query } from './recorded.ts';

const at = z.union([z.enum(['first', 'last']), z.number()]);
const other = z.strictObject({
  arm: z.string().exactOptional(),
  metric: z.string().exactOptional(),
  at: at.exactOptional(),
  layer: z.int().optional(),
});

/** The attributes of `<Recorded>`, with what they default to. */
const schema = z.strictObject({
  id: z.string(),
  preset: z.enum(['quick', 'full']).default('quick'),
  arm: z.string(),
  metric: z.string(),
  at: at.default('last'),
  layer: z.int().optional(),
  over: other.optional(),
  minus: other.optional(),
  stat: z.enum(['mean', 'median', 'min', 'max', 'range']).default('mean'),
  digits: z.int().min(1).max(15).default(3),
});

/** What a `<Recorded>` asks for. Throws, with the attribute's name, where one is missing, unknown or of the wrong kind. */
export function queryOf(attributes: Readonly<Record<string, unknown>>): { readonly id: string; readonly query: Query } {
  const parsed = schema.safeParse(attributes);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) =>
      path.length === 0 ? message : `${path.join('.')}: ${message}`,
    );
    throw new Error(`<Recorded>: ${faults.join('; ')}.`);
  }
  const { id, ...query } = parsed.data;
  return { id, query };
}
