/** Leads from the address of a thing that has moved to where it is now, also where the reader stays on the page. */
export function followMovedIds(): void {
  addEventListener('hashchange', follow);
  follow();
}

function follow(): void {
  const place = document.getElementById(location.hash.slice(1));
  const link = place?.hasAttribute('data-moved') === true ? place.querySelector('a') : null;
  if (link !== null) location.replace(link.href);
}
