import type { APIRoute, GetStaticPaths } from 'astro';
import { drawCard, type Card } from '../../components/social/card.ts';
import { cardsOf } from '../../components/social/cards.ts';
import { currentBook } from '../../lib/site/book.ts';

/** The picture that a link to a page is shown with, one a page of the book. */
export const getStaticPaths = (() =>
  Object.entries(cardsOf(currentBook())).map(([slug, card]) => ({ params: { slug }, props: { card } }))) satisfies GetStaticPaths;

export const GET: APIRoute<{ card: Card }> = async ({ props }) =>
  new Response(new Uint8Array(await drawCard(props.card)), { headers: { 'Content-Type': 'image/png' } });
