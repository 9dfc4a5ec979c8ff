import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('../../../src/styles/tokens.css', import.meta.url), 'utf8');
const [dark, light] = [...css.matchAll(/:root[^{]*\{([^}]*)\}/g)].map(
  ([, block = '']) =>
    new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value])),
);

const linear = (hex: string): number[] =>
  [1, 3, 5].map((start) => {
    const channel = parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = linear(hex);
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
const named = (...names: readonly string[]): string[] => names.map((name) => `colour-${name}`);
const ordinals = named('first', 'second', 'third', 'fourth', 'neutral');
/** Of nets that are compared: those without a normalisation have the colour of plain ones. */
const norms = named('plain', 'batch-norm', 'layer-norm', 'instance-norm', 'group-norm', 'rms-norm');
const arms = [...named('own', 'residual', 'dense', 'highway'), ...norms, ...ordinals];
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

type Rows = readonly (readonly [number, number, number])[];

const applied = (rows: Rows, v: readonly number[]): number[] =>
  rows.map((row) => row.reduce((sum, value, i) => sum + value * (v[i] ?? 0), 0));

/** What those without one kind of cone see, on linear RGB (Machado, Oliveira and Fernandes 2009, severity 1). */
const sights: Readonly<Record<string, Rows>> = {
  'all cones': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'no red cones': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  'no green cones': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'no blue cones': [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** OKLab, in which equal distances look about equally large (Ottosson 2020). */
function oklab(rgb: readonly number[]): number[] {
  const cones = applied(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb,
  );
  return applied(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones.map((value) => Math.cbrt(Math.min(1, Math.max(0, value)))),
  );
}

const series = [
  ['lines that are no architecture', ordinals],
  ['normalisations', norms],
] as const;

test.each(
  series.flatMap(([what, names]) =>
    themes.flatMap(([theme, tokens]) => Object.keys(sights).map((sight) => [theme, sight, what, names, tokens] as const)),
  ),
)('in the %s theme, readers with %s see the colours of %s apart', (_, sight, __, names, tokens) => {
  const seen = names.map((name) => oklab(applied(sights[sight] ?? [], linear(tokens?.get(name) ?? ''))));
  const distances = seen.flatMap((one, i) =>
    seen.slice(i + 1).map((other) => Math.hypot(...one.map((value, k) => value - (other[k] ?? 0)))),
  );
  expect(Math.min(...distances)).toBeGreaterThan(0.05);
});
