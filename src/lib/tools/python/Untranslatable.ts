import type ts from 'typescript';

/** What the translation has no words for. */
export class Untranslatable extends Error {
  override name = 'Untranslatable';
  constructor(node: ts.Node) {
    const text = node.getText().replaceAll(/\s+/g, ' ');
    super(`Python has no translation here of "${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`);
  }
}
