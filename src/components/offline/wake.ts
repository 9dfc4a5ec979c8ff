/**
 * Loads the panel of a pack when its drawer is opened, or at once where the chapter is saved, so that the closed drawer says so.
 * Asks the storage for names only: `PackStore` is of the panel's script.
 */
export function wakeOfflinePacks(): void {
  for (const drawer of document.querySelectorAll<HTMLDetailsElement>('details.offline-pack')) {
    const open = (): void => {
      drawer.removeEventListener('toggle', open);
      void import('./open.ts').then(({ openPack }) => openPack(drawer));
    };
    drawer.addEventListener('toggle', open);
    void holds(`${drawer.dataset['base']} ${drawer.dataset['chapter']} `).then((isSaved) => isSaved && open());
  }
}

async function holds(name: string): Promise<boolean> {
  try {
    return (await caches.keys()).some((key) => key.startsWith(`book-pack ${name}`));
  } catch {
    // No storage, or none for this page: opening the drawer tells.
    return false;
  }
}
