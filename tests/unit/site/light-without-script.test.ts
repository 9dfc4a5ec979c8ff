import { preprocessCSS, resolveConfig } from 'vite';
import { expect, it } from 'vitest';
import { lightWithoutScript } from '../../../src/lib/site/light-without-script.ts';

async function styled(css: string): Promise<string> {
  const config = await resolveConfig({ configFile: false, css: { postcss: { plugins: [lightWithoutScript()] } } }, 'build');
  const { code } = await preprocessCSS(css, 'a.css', config);
  return code.replace(/\s+/g, ' ').replaceAll('}}', '} }').trim();
}

it('a rule for the light theme also holds where no script sets the theme and the system asks for light', async () => {
  expect(await styled(":root { --ink: #fff } :root[data-theme='light'] { --ink: #000 } p { color: var(--ink) }")).toBe(
    ":root { --ink: #fff } :root[data-theme='light'] { --ink: #000 } " +
      '@media (scripting: none) and (prefers-color-scheme: light) { :root[data-theme] { --ink: #000 } } p { color: var(--ink) }',
  );
});

it('it stays in its layer, and other rules stay alone', async () => {
  const css = '@layer a { [data-theme=light] b, i { x: y } } [data-theme="dark"] b { x: z }';
  expect(await styled(css)).toBe(
    '@layer a { [data-theme=light] b, i { x: y } @media (scripting: none) and (prefers-color-scheme: light) { [data-theme] b, i { x: y } } } ' +
      '[data-theme="dark"] b { x: z }',
  );
});
