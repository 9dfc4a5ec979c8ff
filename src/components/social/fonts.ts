import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const weights = {
  'Source Serif 4': { folder: '@fontsource/source-serif-4', styles: ['400-italic', '600-normal'] },
  Inter: { folder: '@fontsource/inter', styles: ['400-normal', '500-normal', '600-normal'] },
} as const;

/** The faces of the cards, from packages, so that a card looks the same on every machine. */
export function cardFonts() {
  const { resolve } = createRequire(join(process.cwd(), 'package.json'));
  return Object.entries(weights).flatMap(([name, { folder, styles }]) =>
    styles.map((style) => {
      const [weight, slant] = style.split('-') as ['400' | '500' | '600', 'normal' | 'italic'];
      const file = `${folder}/files/${folder.split('/')[1]}-latin-${style}.woff`;
      return { name, data: readFileSync(resolve(file)), weight: Number(weight) as 400 | 500 | 600, style: slant };
    }),
  );
}
