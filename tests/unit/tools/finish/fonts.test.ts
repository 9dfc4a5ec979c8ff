import { expect, it } from 'vitest';
import { fontsFor } from '../../../../src/lib/tools/finish/fonts.ts';

const css = `
  @font-face{font-family:A;src:url(/_astro/a.woff2) format("woff2"),url(/_astro/a.ttf);unicode-range:U+0000-00FF,U+20AC}
  @font-face { font-family: A; src: url("greek.woff2"); unicode-range: U+370-377, U+1F?? }
  @font-face{font-family:B;src:url('all.woff2')}
  @font-face{font-family:C;src:url(old.ttf)}
  @font-face{font-family:D;src:local('Georgia')}
  @font-face{font-family:E;src:url(https://elsewhere.org/e.woff2)}
  p{background:url(paper.png)}`;

it.each([
  ['abc', ['/_astro/a.woff2', 'all.woff2']],
  ['\u20ac', ['/_astro/a.woff2', 'all.woff2']],
  ['\u0371', ['greek.woff2', 'all.woff2']],
  ['\u1f42', ['greek.woff2', 'all.woff2']],
  ['\u4e00', ['all.woff2']],
])('a text of "%s" needs the fonts whose ranges have its letters', (text, fonts) => {
  expect(fontsFor(css, new Set(text))).toEqual(fonts);
});
