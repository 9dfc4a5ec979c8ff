import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('../../../src/styles/tokens.css', import.meta.url), 'utf8');
const [dark, light] = [...css.matchAll(/:root[^{]*\{([^}]*)\}/g)].map(
  ([, block = '']) =>
    new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value])),
);

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((start) => {
    const channel = parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const themes = [
  ['dark', dark],
  ['light', light],
] as const;
const backgrounds = ['paper', 'paper-raised', 'figure-background'];
const arms = ['plain', 'residual', 'dense', 'highway', 'neutral', 'first', 'second', 'third'].map((name) => `colour-${name}`);
const layers = [1, 2, 3, 4, 5, 6].map((layer) => `layer-${layer}`);

test.each(themes)('in the %s theme every line of a chart stands out from every background, 3:1 or more', (_, tokens) => {
  for (const name of [...arms, ...layers, 'rule-strong']) {
    for (const background of backgrounds) {
      expect(contrast(tokens?.get(name) ?? '', tokens?.get(background) ?? ''), `${name} on ${background}`).toBeGreaterThanOrEqual(
        3,
      );
    }
  }
});

test.each(themes)('in the %s theme text can be read on every background, 4.5:1 or more', (_, tokens) => {
  for (const name of ['ink', 'ink-soft', 'accent', 'link']) {
    for (const background of backgrounds) {
      expect(contrast(tokens?.get(name) ?? '', tokens?.get(background) ?? ''), `${name} on ${background}`).toBeGreaterThanOrEqual(
        4.5,
      );
    }
  }
});
