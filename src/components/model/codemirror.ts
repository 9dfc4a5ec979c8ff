/** The code editor (CodeMirror 6), as a chunk of its own: fetched when a reader opens the drawer of the model. */
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { linter, lintKeymap } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers, tooltips } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { completionsAt } from '../../lib/models/schema/complete.ts';
import type { Problem } from '../../lib/models/schema/problems.ts';

export interface EditorOptions {
  /** Style sheets are made for this root, which no policy on style elements concerns. */
  readonly root: ShadowRoot;
  readonly text: string;
  readonly label: string;
  readonly problemsIn: (text: string) => readonly Problem[];
  readonly onchange: (text: string) => void;
}

export interface Editor {
  /** Puts a text in the place of what is there, as a step that can be undone. */
  readonly setText: (text: string) => void;
  /** Puts the cursor there, and shows it. */
  readonly goTo: (place: number) => void;
  readonly destroy: () => void;
}

/** Colours of the book, which follow its theme; a string is told from a number by its quotes too. */
const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--link)' },
  { tag: tags.string, color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--accent)' },
]);

const mono = 'var(--font-mono, ui-monospace, monospace)';

const theme = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'var(--paper)', fontSize: '0.8125rem' },
  '&.cm-focused': { outline: '2px solid var(--accent)' },
  '.cm-scroller': { fontFamily: mono, lineHeight: '1.5', maxHeight: '26rem', minHeight: '8rem' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--paper-raised)', color: 'var(--ink-soft)', borderRight: '1px solid var(--rule)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'color-mix(in oklab, var(--accent) 25%, var(--paper))',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--highlight)', outline: '1px solid var(--rule-strong)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--bad) 1.5px',
    textUnderlineOffset: '3px',
  },
  '.cm-tooltip': { border: '1px solid var(--rule-strong)', backgroundColor: 'var(--paper-raised)', color: 'var(--ink)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: mono, maxHeight: '14rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0.2rem 0.5rem', lineHeight: '1.4' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent)', color: 'var(--paper)' },
  '.cm-completionDetail': { fontStyle: 'normal', fontFamily: 'var(--font-sans)', whiteSpace: 'normal' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--bad)', fontFamily: 'var(--font-sans)' },
});

/** What the schema offers; asked for while a word is written, or by Ctrl and Space. */
function offered(context: CompletionContext): CompletionResult | null {
  const found = completionsAt(context.state.doc.toString(), context.pos);
  if (found === undefined || (found.from === found.to && !context.explicit)) return null;
  const { from, to, options } = found;
  // Names are written with their quotes or without: the filter looks at the letters alone.
  const isQuoted = context.state.sliceDoc(from, from + 1) === '"';
  return {
    from,
    to,
    options: options.map(({ label, apply, note }) => ({
      label: isQuoted && !label.startsWith('"') ? `"${label}"` : label,
      apply,
      detail: note,
    })),
  };
}

/** Makes an editor in a shadow root. Tab is left to the page, so that a keyboard gets out of it. */
export function mountEditor({ root, text, label, problemsIn, onchange }: EditorOptions): Editor {
  const parent = document.createElement('div');
  root.replaceChildren(parent);
  const view = new EditorView({
    root,
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        json(),
        syntaxHighlighting(colours),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ override: [offered], icons: false }),
        linter((current) => problemsIn(current.state.doc.toString()).map((problem) => ({ ...problem, severity: 'error' }))),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onchange(update.state.doc.toString());
        }),
        // The example around it is a container of its own, in which a fixed place is not the window's.
        tooltips({ position: 'absolute' }),
        theme,
      ],
    }),
  });
  return {
    setText: (wanted) => {
      if (view.state.doc.toString() !== wanted)
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: wanted } });
    },
    goTo: (place) => {
      view.dispatch({ selection: { anchor: Math.min(place, view.state.doc.length) }, scrollIntoView: true });
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}
