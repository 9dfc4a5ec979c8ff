/** What the functions below, which run in a page, remember from one call to the next. */
declare global {
  interface Window {
    aside?: [place: Comment, element: Element][];
  }
}

/** Of a drawing that is one image to whoever cannot see it, all but its name: where nothing in it can be reached, no rule asks. */
export const insidesOfImages = ':is(svg[role="img"], svg[aria-hidden="true"]):not(:has([tabindex], a)) > :not(title, desc)';

/**
 * Runs in the page. Takes elements out of it until `putBack`, each leaving a comment in its place: axe takes most of its time for what
 * it then has nothing to say of.
 *
 * @param chosen elements by a selector, or all that is neither such an element nor around one nor in one. Elements that wake when they
 *   are put into a page, as those of the examples, stay.
 */
export function setAside(chosen: { readonly these: string } | { readonly allBut: string }): void {
  const outside = (selector: string): Element[] => {
    const stays = new Set<Element>([document.body]);
    const stay = (from: Element): void => {
      for (let element: Element | null = from; element !== null && !stays.has(element); element = element.parentElement) {
        stays.add(element);
      }
    };
    document.querySelectorAll(selector).forEach(stay);
    for (const element of document.body.querySelectorAll('*')) if (element.localName.includes('-')) stay(element);
    const isIn = new Set(document.querySelectorAll(selector));
    return [...stays].flatMap((element) => (isIn.has(element) ? [] : [...element.children].filter((child) => !stays.has(child))));
  };
  const elements = 'these' in chosen ? [...document.querySelectorAll(chosen.these)] : outside(chosen.allBut);
  window.aside = elements.map((element) => {
    const place = document.createComment('');
    element.replaceWith(place);
    return [place, element];
  });
}

/** Runs in the page. */
export function putBack(): void {
  for (const [place, element] of window.aside ?? []) place.replaceWith(element);
  delete window.aside;
}
