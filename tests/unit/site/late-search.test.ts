import { expect, it } from 'vitest';
import { lateSearchScript } from '../../../src/lib/site/late-search.ts';

const idle = 'const onIdle = window.requestIdleCallback || ((cb) => setTimeout(cb, 1));';
const list = 'const { PagefindUI } = await import("@pagefind/default-ui");';
const found = 'result.url = formatURL(result.url);';

it("Starlight's search waits for a reader who wants it, and lists equations", () => {
  const script = lateSearchScript(`a; ${idle} onIdle(load); ${list} ${found}`);
  expect(script).not.toContain('requestIdleCallback');
  expect(script).toMatch(/^a; [^]*const onIdle = \(load[^]*onIdle\(load\);/);
  expect(script).toContain(`${list} const { listEquations } = await import('/src/components/layout/searchEquations.ts');`);
  expect(script).toMatch(/listEquations\(result, [^;]*\); result\.url = formatURL/);
});

it.each([
  [`${idle} ${found}`, 'imports PagefindUI'],
  [`${list} ${found}`, 'loads by "onIdle"'],
  [`${idle} ${list}`, 'handles what was found'],
])('the build stops where it is another script: %s', (script, what) => {
  const message = `Starlight's search no longer ${what} as it did in 0.42: see Search.astro there, and change src/lib/site/late-search.ts`;
  expect(() => lateSearchScript(script)).toThrow(message);
});
