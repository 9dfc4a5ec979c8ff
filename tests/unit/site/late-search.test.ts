import { expect, it } from 'vitest';
import { lateSearchScript } from '../../../src/lib/site/late-search.ts';

it("Starlight's search waits for a reader who wants it, and the build stops where it is another script", () => {
  const script = lateSearchScript('a; const onIdle = window.requestIdleCallback || ((cb) => setTimeout(cb, 1)); onIdle(load);');
  expect(script).not.toContain('requestIdleCallback');
  expect(script).toMatch(/^a; [^]*const onIdle = \(load[^]*onIdle\(load\);$/);
  expect(() => lateSearchScript('onIdle(load);')).toThrow(
    /no longer loads by "onIdle" .* change src\/lib\/site\/late-search\.ts/,
  );
});
