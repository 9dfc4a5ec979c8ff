/** A helper's entry: joins one crew after the other. While it helps, its thread is blocked; `help` returns when it is dismissed. */
import { help, type Contract } from '../core/plan/crew.ts';

const scope = self as unknown as DedicatedWorkerGlobalScope;

scope.addEventListener('message', ({ data }: MessageEvent<Contract>) => help(data));
scope.postMessage('ready');
