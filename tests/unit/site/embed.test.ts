import { describe, expect, it } from 'vitest';
import { frameCode } from '../../../src/lib/site/embed.ts';
import { placesOf } from '../../../src/lib/site/places.ts';

describe('the code of a frame', () => {
  it('names the page and the example, and allows copying only', () => {
    expect(frameCode('https://example.org/embed/degradation/', 'Degradation')).toBe(
      '<iframe src="https://example.org/embed/degradation/" title="Degradation" width="100%" height="900" loading="lazy" allow="clipboard-write" style="border: 0"></iframe>',
    );
  });

  it('can be pasted whatever the address and the title hold', () => {
    const code = frameCode('https://example.org/?a=1&hide=claims"><script>', 'Depth "d" < 5 & more');
    expect(code).toContain('src="https://example.org/?a=1&amp;hide=claims&quot;>&lt;script>"');
    expect(code).toContain('title="Depth &quot;d&quot; &lt; 5 &amp; more"');
    expect(code.match(/"/g)).toHaveLength(14);
  });
});

describe('the places of an example', () => {
  it('are its chapter, its section, and a page each for the lecture, the frame and oEmbed', () => {
    expect(placesOf('degradation', { section: '/residual-learning/#degradation' })).toEqual({
      chapter: '/residual-learning/',
      section: '/residual-learning/#degradation',
      lecture: '/lecture/degradation/',
      embed: '/embed/degradation/',
      oembed: '/oembed/degradation.json',
    });
  });
});
