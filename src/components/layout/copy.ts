/** Shows a button that copies the words of an element, and says how it went. Where the browser refuses, the words are selected. */
export function copyOnClick(button: HTMLButtonElement, source: HTMLElement, said: HTMLElement): void {
  button.hidden = false;
  button.addEventListener('click', () => {
    navigator.clipboard.writeText(source.innerText).then(
      () => (said.textContent = 'Copied.'),
      () => {
        getSelection()?.selectAllChildren(source);
        said.textContent = 'The browser did not allow copying. The text is selected: copy it with Ctrl+C, or ⌘C.';
      },
    );
  });
}
