import { toString } from 'mdast-util-to-string';
import { findTerm, placeOf } from './glossary.ts';
import { attribute, LabelError, setAttribute, type JsxElement } from './labels.ts';
import { valuesOf } from './labels-values.ts';
import { queryOf } from './recorded-query.ts';
import { recordedNumber } from './recorded.ts';
import { citations } from './references.ts';
import type { Shelf } from './remark-book-shelf.ts';

/**
 * Resolves what the text takes from the shelf, and fails the build where the shelf lacks it:
 *
 * - `<Term>` gets the address of its term, and `<Cite>` and `<Term>` get the names of those cards that the page does not hold yet;
 * - `<Recorded>` is read once, so that a wrong name is found here, where the line is known.
 */
export class ProseResolver {
  readonly #shelf: Shelf;
  /** Works and terms that the page has a card for. */
  readonly #carded = new Set<string>();

  constructor(shelf: Shelf) {
    this.#shelf = shelf;
  }

  resolve(node: JsxElement): void {
    const resolvers: Readonly<Record<string, (node: JsxElement) => void>> = {
      Term: this.#term,
      Cite: this.#cite,
      Recorded: this.#recorded,
    };
    const resolver = resolvers[node.name ?? ''];
    if (resolver === undefined) return;
    try {
      resolver(node);
    } catch (error) {
      if (error instanceof LabelError) throw error;
      throw new LabelError((error as Error).message, node);
    }
  }

  readonly #term = (node: JsxElement): void => {
    const { id } = findTerm(this.#shelf.glossary(), attribute(node, 'id'), toString(node));
    setAttribute(node, 'href', `/glossary/#${placeOf(id)}`);
    setAttribute(node, 'term', id);
    if (this.#isNew(placeOf(id))) setAttribute(node, 'carded', 'true');
  };

  readonly #cite = (node: JsxElement): void => {
    const cited = citations(attribute(node, 'keys') ?? '', this.#shelf.bibliography());
    const fresh = cited.map(({ key }) => key).filter((key) => this.#isNew(key));
    if (fresh.length > 0) setAttribute(node, 'carded', fresh.join(' '));
  };

  readonly #recorded = (node: JsxElement): void => {
    const { id, query } = queryOf(valuesOf(node));
    const recording = this.#shelf.recording(id);
    if (recording === undefined) {
      const known = this.#shelf.recordings().join(', ');
      throw new Error(`<Recorded id="${id}">: nothing is recorded under this id. There are: ${known}.`);
    }
    try {
      recordedNumber(recording, query);
    } catch (error) {
      throw new Error(`<Recorded id="${id}">: ${(error as Error).message}`, { cause: error });
    }
  };

  #isNew(card: string): boolean {
    const before = this.#carded.size;
    return this.#carded.add(card).size > before;
  }
}
