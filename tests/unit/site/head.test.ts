import { expect, test } from 'vitest';
import { bookHead, lostHead, type HeadTag } from '../../../src/lib/site/head.ts';

const starlight: HeadTag[] = [
  { tag: 'title', content: 'Deep, and Trainable | Deep, and Trainable' },
  { tag: 'link', attrs: { rel: 'canonical', href: 'https://example.org/' } },
  { tag: 'meta', attrs: { property: 'og:type', content: 'article' } },
];
const card = {
  image: 'https://example.org/og/x.png',
  imageText: 'Chapter 1: X',
  cardSize: { width: 1200, height: 630 },
};
const contentOf = (head: readonly HeadTag[], name: string): unknown =>
  head.find(({ attrs }) => attrs?.['property'] === name || attrs?.['name'] === name)?.attrs?.['content'];

test('the home page says the name of the book once, and is a website', () => {
  const head = bookHead(starlight, { ...card, slug: '', title: 'Deep, and Trainable' });
  expect(head.find(({ tag }) => tag === 'title')?.content).toBe('Deep, and Trainable: an executable textbook');
  expect(contentOf(head, 'og:type')).toBe('website');
});

test('a chapter keeps its title and gets its card, with size and words', () => {
  const head = bookHead(starlight, { ...card, slug: 'x', title: 'X' });
  expect(head.slice(0, 3)).toEqual(starlight);
  expect(contentOf(head, 'og:image')).toBe(card.image);
  expect(contentOf(head, 'og:image:width')).toBe('1200');
  expect(contentOf(head, 'og:image:alt')).toBe('Chapter 1: X');
  expect(contentOf(head, 'twitter:image')).toBe(card.image);
});

test('the page for lost readers is neither found nor shared', () => {
  const head = lostHead(starlight);
  expect(contentOf(head, 'robots')).toBe('noindex');
  expect(head.some(({ attrs }) => attrs?.['rel'] === 'canonical' || attrs?.['property'] !== undefined)).toBe(false);
});
