import type { CSSOptions } from 'vite';

type PostcssOptions = Exclude<NonNullable<CSSOptions['postcss']>, string>;
type PostcssPlugin = Extract<NonNullable<PostcssOptions['plugins']>[number], { readonly postcssPlugin: string }>;

const light = /\[data-theme=(['"]?)light\1\]/g;

/**
 * A PostCSS plugin for readers without scripts. The theme is an attribute of the page that a script sets; as built it says dark. Each
 * rule for the light theme gets a copy that holds where no script can set it and the reader's system asks for light. It names the
 * attribute too, so it weighs as much as its original, and comes after it, so that it wins where that would.
 */
export function lightWithoutScript(): PostcssPlugin {
  const done = new WeakSet();
  return {
    postcssPlugin: 'light-without-script',
    Rule(rule) {
      if (done.has(rule) || rule.selector.search(light) < 0) return;
      const copy = rule.clone({ selector: rule.selector.replace(light, '[data-theme]') });
      done.add(rule).add(copy);
      rule.after({ name: 'media', params: '(scripting: none) and (prefers-color-scheme: light)', nodes: [copy] });
    },
  };
}
