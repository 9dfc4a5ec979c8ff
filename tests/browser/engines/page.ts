import { chooseBackend } from '../../../src/lib/core/backends.ts';
import { engineFiles } from '../../../src/lib/worker/engineFiles.ts';
import { curve } from './curve.ts';

const engines = {
  choose: (wanted: Parameters<typeof chooseBackend>[0]) =>
    chooseBackend(
      wanted,
      engineFiles,
      () => undefined,
      () => performance.now(),
    ),
  curve,
};

declare global {
  interface Window {
    engines: typeof engines;
  }
}

window.engines = engines;
