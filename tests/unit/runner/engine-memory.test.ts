import { describe, expect, it } from 'vitest';
import { EngineMemory } from '../../../src/lib/runner/engineMemory.ts';

/** Storage as a browser has it, as far as it is used. */
function storage(entries: Readonly<Record<string, string>> = {}) {
  const map = new Map(Object.entries(entries));
  return {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
  };
}

const refusing = {
  getItem: () => {
    throw new DOMException('forbidden', 'SecurityError');
  },
  setItem: () => {
    throw new DOMException('full', 'QuotaExceededError');
  },
};

const timed = { backend: 'webgpu', reason: 'WebGPU: a step takes 3 ms' } as const;

describe('the memory of engines', () => {
  it('gives back the engine that won for an example and its settings', () => {
    const store = storage();
    new EngineMemory(store, 'Browser 1').remember('degradation', { width: '4' }, timed);
    expect(new EngineMemory(store, 'Browser 1').recall('degradation', { width: '4' })).toEqual(timed);
  });

  it('knows nothing of other settings, other examples and other versions of the browser', () => {
    const store = storage();
    const memory = new EngineMemory(store, 'Browser 1');
    memory.remember('degradation', { width: '4' }, timed);
    expect(memory.recall('degradation', { width: '16' })).toBeUndefined();
    expect(memory.recall('learning-speeds', { width: '4' })).toBeUndefined();
    expect(new EngineMemory(store, 'Browser 2').recall('degradation', { width: '4' })).toBeUndefined();
  });

  it('wishes for the fastest engine unless the reader wished otherwise', () => {
    const store = storage();
    const memory = new EngineMemory(store, '');
    expect(memory.wish).toBe('auto');
    memory.wish = 'wasm';
    expect(new EngineMemory(store, '').wish).toBe('wasm');
  });

  it.each(['', 'null', '{', '7', '{"stamp":1}', '{"stamp":"","backend":"abacus","reason":""}'])(
    'takes what it cannot read for nothing: %j',
    (text) => {
      const memory = new EngineMemory(storage({ engine: text, 'engine of degradation': text }), '');
      expect(memory.wish).toBe('auto');
      expect(memory.recall('degradation', {})).toBeUndefined();
    },
  );

  it.each([refusing, undefined])('goes without a storage that refuses, or none', (store) => {
    const memory = new EngineMemory(store, '');
    memory.wish = 'wasm';
    memory.remember('degradation', {}, timed);
    expect(memory.wish).toBe('auto');
    expect(memory.recall('degradation', {})).toBeUndefined();
  });
});
