/** How long a button says what it did. */
const secondsSaid = 3;

const icon =
  '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M9 12h6M8 8H7a4 4 0 0 0 0 8h1M16 8h1a4 4 0 0 1 0 8h-1" /></svg>';

/**
 * Gives every heading, and every numbered thing that links to itself, a button that copies its address. Buttons with
 * `data-copy="#id"` that are on the page already, and those with `data-copy-text`, which copy the text beside them, are served too.
 */
export function offerCopying(): void {
  for (const anchor of document.querySelectorAll('.sl-markdown-content .sl-heading-wrapper > .sl-anchor-link')) {
    const heading = anchor.previousElementSibling;
    if (heading?.id) anchor.replaceWith(copyButton(heading.id, `“${heading.textContent.trim()}”`));
  }
  for (const thing of document.querySelectorAll('.sl-markdown-content :is(.equation, figure, .exercise, .claim)[id]')) {
    const link = thing.querySelector(`a[href="#${thing.id}"]`);
    const name = link?.textContent.trim() ?? '';
    link?.parentElement?.append(copyButton(thing.id, name.startsWith('(') ? `equation ${name}` : name));
  }

  const status = document.createElement('p');
  status.className = 'sr-only';
  status.setAttribute('role', 'status');
  document.body.append(status);
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button') : null;
    if (button?.matches('[data-copy], [data-copy-text]')) void copy(button, status);
  });
  document.documentElement.dataset['copying'] = '';
}

function copyButton(id: string, name: string): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy-link';
  button.dataset['copy'] = `#${id}`;
  button.setAttribute('aria-label', `Copy link to ${name}`);
  button.innerHTML = icon;
  return button;
}

async function copy(button: HTMLButtonElement, status: HTMLElement): Promise<void> {
  const { copy: hash } = button.dataset;
  const text = hash === undefined ? (button.parentElement?.querySelector('pre')?.textContent ?? '') : addressOf(hash);
  try {
    await navigator.clipboard.writeText(text);
    say('Copied');
  } catch {
    // Without permission, or on an insecure origin. The address bar can still be copied from.
    if (hash !== undefined) location.hash = hash;
    say(hash === undefined ? 'Not allowed to copy: select the text' : 'The link is in the address bar');
  }

  function say(words: string): void {
    button.dataset['said'] = words;
    status.textContent = words;
    setTimeout(() => {
      delete button.dataset['said'];
      status.textContent = '';
    }, 1000 * secondsSaid);
  }
}

/** Without the state of an example that the page may have been opened with. */
const addressOf = (hash: string): string => `${location.origin}${location.pathname}${hash}`;
