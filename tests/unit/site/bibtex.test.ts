import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bibtexEntry, bibtexFile, latex } from '../../../src/lib/site/bibtex.ts';
import type { Bibliography, Reference } from '../../../src/lib/site/references.ts';

const work: Reference = { authors: ['He, K.', 'Sun, J.'], title: 'Residual learning', venue: 'CVPR, 770–778', year: 2016 };

const fieldsOf = (entry: string): Record<string, string> =>
  Object.fromEntries([...entry.matchAll(/^ {2}(\w+) = \{(.*)\},$/gm)].map(([, name = '', value = '']) => [name, value]));

test('an entry has its key, its fields one a line, and nothing for what is unknown', () => {
  expect(bibtexEntry('he16', { ...work, arxiv: '1512.03385' })).toBe(`@inproceedings{he16,
  author = {He, K. and Sun, J.},
  title = {Residual learning},
  booktitle = {IEEE Conference on Computer Vision and Pattern Recognition (CVPR)},
  pages = {770--778},
  year = {2016},
  eprint = {1512.03385},
  archiveprefix = {arXiv},
}`);
});

describe('the type of an entry', () => {
  test.each([
    ['CVPR', '@inproceedings', { booktitle: 'IEEE Conference on Computer Vision and Pattern Recognition (CVPR)' }],
    ['ICML, PMLR 28(3)', '@inproceedings', { series: 'PMLR', volume: '28', number: '3' }],
    ['AISTATS, PMLR 9, 249–256', '@inproceedings', { volume: '9', pages: '249--256' }],
    ['Neural Computation 9(8), 1735–1780', '@article', { journal: 'Neural Computation', volume: '9', number: '8' }],
    ['Mathematical Systems Theory 17', '@article', { journal: 'Mathematical Systems Theory', volume: '17' }],
    ['Proceedings of the IEEE', '@article', { journal: 'Proceedings of the IEEE' }],
    ['Diploma thesis, TU Munich', '@mastersthesis', { type: 'Diploma thesis', school: 'TU Munich' }],
    ['PhD thesis, TU Munich', '@phdthesis', { school: 'TU Munich' }],
    ['Technical report, University of Toronto', '@techreport', { institution: 'University of Toronto' }],
    ['Determination Press', '@book', { publisher: 'Determination Press' }],
    ['DeepLearningAI, video', '@misc', { howpublished: 'DeepLearningAI, video' }],
  ])('of the venue %s is %s', (venue, type, fields) => {
    const entry = bibtexEntry('key', { ...work, venue });
    expect(entry.startsWith(`${type}{key,`)).toBe(true);
    expect(fieldsOf(entry)).toMatchObject(fields);
  });

  test('of a preprint is @misc, with arXiv named by its number alone', () => {
    const fields = fieldsOf(bibtexEntry('ba16', { ...work, venue: 'arXiv', arxiv: '1607.06450' }));
    expect(fields).toMatchObject({ eprint: '1607.06450', archiveprefix: 'arXiv' });
    expect(fields).not.toHaveProperty('howpublished');
  });

  test('of an unknown venue is not guessed', () => {
    expect(() => bibtexEntry('smith99', { ...work, venue: 'UAI' })).toThrow(
      'The reference "smith99": the venue "UAI" is of no known kind; add it to the conferences, journals or others in src/lib/site/venues.ts.',
    );
  });
});

describe('authors', () => {
  test('are joined by "and", with "others" for those that are not listed', () => {
    const entry = bibtexEntry('k', { ...work, authors: ['van der Maaten, L.', 'Håstad, J.'], others: true });
    expect(fieldsOf(entry)['author']).toBe('van der Maaten, L. and H{\\aa}stad, J. and others');
  });

  test('that are a body keep their name in one piece', () => {
    expect(fieldsOf(bibtexEntry('k', { ...work, authors: ['Science and Technology Board'] }))['author']).toBe(
      '{Science and Technology Board}',
    );
  });
});

test.each([
  ['ImageNet large scale visual recognition', '{ImageNet} large scale visual recognition'],
  ['Bootstrap your own latent (BYOL)', 'Bootstrap your own latent ({BYOL})'],
  ['Grad-CAM', '{Grad-CAM}'],
  ['Learning with LSTM: a review', 'Learning with {LSTM}: a review'],
  ['100 % of R&D', '100 \\% of {R\\&D}'],
])('the title "%s" keeps the capitals that it needs', (title, expected) => {
  expect(fieldsOf(bibtexEntry('k', { ...work, title }))['title']).toBe(expected);
});

test('addresses stay as they are, but for what would end the field', () => {
  const url = 'https://example.org/a_b%20c~d/{x}';
  expect(fieldsOf(bibtexEntry('k', { ...work, url }))['url']).toBe('https://example.org/a_b%20c~d/%7Bx%7D');
  expect(fieldsOf(bibtexEntry('k', { ...work, doi: '10.1/a_b' }))['doi']).toBe('10.1/a_b');
});

test.each([
  ['a & b % c $ d # e _ f', 'a \\& b \\% c \\$ d \\# e \\_ f'],
  ['{x} ~ ^ \\', '\\{x\\} \\textasciitilde{} \\textasciicircum{} \\textbackslash{}'],
  ['Montúfar, Gödel, Erdős', 'Mont{\\\'{u}}far, G{\\"{o}}del, Erd{\\H{o}}s'],
  ['Weiß, Ångström, Łukasiewicz', 'Wei{\\ss}, {\\AA}ngstr{\\"{o}}m, {\\L}ukasiewicz'],
  ['pages 1–2, “so” and ‘so’', "pages 1--2, ``so'' and `so'"],
])('"%s" is written as LaTeX has it', (text, expected) => {
  expect(latex(text)).toBe(expected);
});

test('a character that LaTeX has no name for here is refused, not dropped', () => {
  expect(() => bibtexEntry('k', { ...work, title: 'On 深さ' })).toThrow(
    'The reference "k": BibTeX cannot be given "深"; add it to the signs in src/lib/site/bibtex.ts.',
  );
});

test('every work of the book has an entry, in ASCII and with its braces closed', () => {
  const file = new URL('../../../src/content/references/references.json', import.meta.url);
  const book = JSON.parse(readFileSync(file, 'utf8')) as Bibliography;
  const text = bibtexFile(book);
  expect([...text.matchAll(/^@\w+\{(\w+),$/gm)].map(([, key]) => key)).toEqual(Object.keys(book).sort());
  expect(text).toMatch(/^[\n\x20-\x7e]*$/);
  for (const entry of text.split('\n\n')) {
    const depths = [...entry.replace(/\\[{}]/g, '')].map((sign) => (sign === '{' ? 1 : sign === '}' ? -1 : 0));
    expect(
      depths.reduce<number>((sum, step) => sum + step, 0),
      entry,
    ).toBe(0);
  }
});
