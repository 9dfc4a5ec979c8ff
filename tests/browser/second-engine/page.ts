import { openEngine } from '../../../src/lib/core/engines.ts';
import { httpShards } from '../../../src/lib/datasets/source.ts';
import { engineFiles } from '../../../src/lib/worker/engineFiles.ts';
import { shortRun, type ArmDigests, type ShortRun } from './short-run.ts';

declare global {
  interface Window {
    shortRun: (run: ShortRun) => Promise<Record<string, ArmDigests>>;
  }
}

window.shortRun = async (run) => shortRun(run, await openEngine('wasm', engineFiles), httpShards('/data/'));
