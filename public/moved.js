// Runs on a page that has moved, before anything is drawn, and takes the id at the end of the address along.
(() => {
  const { to, ids } = document.currentScript.dataset;
  const id = location.hash.slice(1);
  const moved = JSON.parse(ids);
  if (Object.hasOwn(moved, id)) location.replace(moved[id]);
  else location.replace(to.includes('#') ? to : to + location.search + location.hash);
})();
