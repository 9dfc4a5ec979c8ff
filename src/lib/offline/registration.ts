import { notInstalled } from './errors.ts';
import { closed } from './support.ts';

/** Sees to it that saved packs are answered from. Resolves once the worker is at work. @throws {PackError} where there may be none. */
export async function register(container: ServiceWorkerContainer, site: string): Promise<void> {
  try {
    await container.register(new URL('sw.js', site), { scope: site, updateViaCache: 'none' });
    await container.ready;
  } catch (error) {
    throw error instanceof Error && error.name === 'SecurityError' ? closed(error) : notInstalled(error);
  }
}

/** With the last pack the worker goes too. */
export async function unregister(container: ServiceWorkerContainer, site: string): Promise<void> {
  const registration = await container.getRegistration(site);
  if (registration?.scope === site) await registration.unregister();
}
