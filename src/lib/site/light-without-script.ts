/** As much of a PostCSS rule as is needed here. */
interface Rule {
  readonly selector: string;
  readonly clone: (changes: { selector: string }) => Rule;
  readonly after: (node: object) => void;
}

interface Helpers {
  readonly AtRule: new (given: { name: string; params: string; nodes: Rule[] }) => object;
}

const light = /\[data-theme=(['"]?)light\1\]/g;

/**
 * A PostCSS plugin for readers without scripts. The theme is an attribute of the page that a script sets; as built it says dark. Each
 * rule for the light theme gets a copy that holds where no script can set it and the reader's system asks for light. It names the
 * attribute too, so it weighs as much as its original, and comes after it, so that it wins where that would.
 */
export function lightWithoutScript() {
  const done = new WeakSet<Rule>();
  return {
    postcssPlugin: 'light-without-script',
    Rule(rule: Rule, { AtRule }: Helpers): void {
      if (done.has(rule) || rule.selector.search(light) < 0) return;
      const copy = rule.clone({ selector: rule.selector.replace(light, '[data-theme]') });
      done.add(rule).add(copy);
      rule.after(new AtRule({ name: 'media', params: '(scripting: none) and (prefers-color-scheme: light)', nodes: [copy] }));
    },
  };
}
