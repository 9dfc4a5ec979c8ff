import { expect, it } from 'vitest';
import { listEquations, type FoundPage } from '../../../src/components/layout/searchEquations.ts';

const section = (id: string, ...locations: number[]): FoundPage['sub_results'][number] => ({
  title: id,
  url: `/deep/#${id}`,
  excerpt: '',
  locations,
});

/** A page of 100 words, with the words that were searched for in these places. */
const found = (locations: number[], sub_results: FoundPage['sub_results']): FoundPage => ({
  url: '/deep/',
  meta: { title: 'Depth' },
  anchors: [
    { element: 'div', id: 'eq-a', text: 'error of a layer (1.1)', location: 20 },
    { element: 'h1', id: '_top', text: 'Depth', location: 0 },
    { element: 'h2', id: 'one', text: '1.1 One & two', location: 10 },
    { element: 'figure', id: 'fig-a', location: 30 },
    { element: 'div', id: 'eq-b', text: 'error <1 (1.2)', location: 40 },
    { element: 'h3', id: 'two', text: '1.1.1 Two', location: 60 },
    { element: 'div', id: 'eq-c', text: 'layer error bound(1.3)', location: 70 },
  ],
  locations,
  sub_results,
});

const urls = (page: FoundPage): string[] => page.sub_results.map(({ url }) => url);

it('an equation is listed by its number, its name and its section, where the name has the words', () => {
  const page = found([20, 23, 50], [section('one', 20, 23, 50)]);
  listEquations(page, 'error layer');
  expect(page.sub_results[0]).toMatchObject({
    title: 'Equation (1.1): error of a layer',
    url: '/deep/#eq-a',
    excerpt: '1.1 One &amp; two',
  });
  expect(urls(page)).toEqual(['/deep/#eq-a', '/deep/#one']);
});

it('what the list shows as HTML is text', () => {
  const page = found([40], [section('one', 40)]);
  listEquations(page, 'error');
  expect(page.sub_results[0]?.title).toBe('Equation (1.2): error &lt;1');
});

it('of three words two are enough, and of two words one is not', () => {
  const page = found([20, 23], [section('one', 20, 23)]);
  listEquations(page, 'error layers Hessian');
  expect(urls(page)).toEqual(['/deep/#eq-a', '/deep/#one']);
  const other = found([20], [section('one', 20)]);
  listEquations(other, 'error  Hessian');
  expect(urls(other)).toEqual(['/deep/#one']);
});

it('words after the name do not count, the number among them', () => {
  const page = found([24, 25, 73], [section('one', 24, 25), section('two', 73)]);
  listEquations(page, 'delta');
  expect(urls(page)).toEqual(['/deep/#one', '/deep/#two']);
});

it('the page itself stays first, equations follow, two at most, and the sections with most of the words in the room left', () => {
  const page = found(
    [5, 20, 23, 40, 65, 70, 71, 90],
    [{ ...section('', 5), url: '/deep/' }, section('one', 20, 23, 40), section('two', 65, 70, 71, 90)],
  );
  listEquations(page, 'error');
  expect(urls(page)).toEqual(['/deep/', '/deep/#eq-a', '/deep/#eq-c', '/deep/#two']);
});

it('small words count neither in the search nor in the name', () => {
  const other = found([21, 22, 23], [section('one', 21, 22, 23)]);
  listEquations(other, 'the bound of a layer');
  expect(urls(other)).toEqual(['/deep/#one']);
  const page = found([20, 21, 22, 23], [section('one', 20, 21, 22, 23)]);
  listEquations(page, 'The error of a layer');
  expect(urls(page)).toEqual(['/deep/#eq-a', '/deep/#one']);
});

it.each([' ', 'of a'])('nothing is listed for the search "%s"', (search) => {
  const page = found([21, 22], [section('one', 21, 22)]);
  listEquations(page, search);
  expect(urls(page)).toEqual(['/deep/#one']);
});
