import { getCollection } from 'astro:content';
import type { APIRoute } from 'astro';
import { bibtexFile } from '../lib/site/bibtex.ts';

/** The bibliography for reference managers and LaTeX. */
export const GET: APIRoute = async () => {
  const entries = await getCollection('references');
  const text = bibtexFile(Object.fromEntries(entries.map(({ id, data }) => [id, data])));
  return new Response(text, { headers: { 'Content-Type': 'application/x-bibtex; charset=utf-8' } });
};
