/**
 * Writes what a reader predicted beside the example that it is about, or takes it away. The example keeps a place for it, and leaves
 * what stands there alone.
 */
export function showPredicted({ dataset }: HTMLElement, words: Element | undefined, right: boolean | undefined): void {
  const { id = '', for: example = '' } = dataset;
  for (const place of document.querySelectorAll(`[data-predicted="${CSS.escape(example)}"]`)) {
    place.querySelector(`[data-prediction="${CSS.escape(id)}"]`)?.remove();
    if (words === undefined) continue;
    const line = document.createElement('p');
    line.dataset['prediction'] = id;
    const outcome = right === undefined ? '.' : right ? ': so it turns out.' : ': it turns out otherwise.';
    // With its formulas, and without the stop of a sentence that it may be.
    const option = [...words.childNodes].map((node) => node.cloneNode(true));
    const end = option.at(-1);
    if (end?.nodeType === Node.TEXT_NODE) end.textContent = (end.textContent ?? '').trimEnd().replace(/\.$/, '');
    line.append('You predicted “', ...option, `”${outcome}`);
    place.append(line);
  }
}
