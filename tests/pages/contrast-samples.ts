/** Marks the elements that stand for all others of their look; see `markContrastSamples`. */
export const contrastSample = 'data-contrast-sample';

/**
 * Runs in the page. Contrast depends on a few colours and sizes alone, and a chapter shows the same few thousands of times: of all
 * elements with text of their own, one for each combination is marked. Checking these takes axe a second, all of them most of a minute.
 */
export function markContrastSamples(mark: string): void {
  // Those of a look before.
  for (const element of document.querySelectorAll(`[${mark}]`)) element.removeAttribute(mark);
  const seen = new Set<string>();
  const hasText = (element: Element): boolean =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim() !== '');

  /** A number for each stack of layers, the same for the same layers on the same stack. */
  const stacks = new Map<string, number>();
  const stackOf = new Map<Element, number>();
  /** What lies behind and above an element: backgrounds, and what dims them, up to the page. */
  const backdrop = (element: Element | null): number => {
    if (element === null) return 0;
    const known = stackOf.get(element);
    if (known !== undefined) return known;
    const { backgroundColor, backgroundImage, opacity, filter } = getComputedStyle(element);
    const layers = `${backdrop(element.parentElement)} ${backgroundColor} ${backgroundImage} ${opacity} ${filter}`;
    const stack = stacks.get(layers) ?? stacks.size + 1;
    stacks.set(layers, stack);
    stackOf.set(element, stack);
    return stack;
  };

  for (const element of document.querySelectorAll('body *')) {
    if (!hasText(element)) continue;
    const { color, fill, fontSize, fontWeight, textShadow, visibility } = getComputedStyle(element);
    const around = element.parentElement === null ? '' : getComputedStyle(element.parentElement).color;
    const { localName, className } = element;
    const name = `${localName}.${typeof className === 'string' ? className : element.getAttribute('class')}`;
    const look = [name, color, fill, fontSize, fontWeight, textShadow, visibility, around, backdrop(element)].join(' ');
    if (seen.has(look)) continue;
    seen.add(look);
    element.setAttribute(mark, '');
  }
}
