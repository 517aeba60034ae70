import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { PackState } from '../../../src/model/studio.ts';
import { byId } from './dom.ts';

export type Finding = PackState['findings'][number];

/** The editor's own words. */
const phrases = {
  'Control character': '控制字符',
  'Folded lines': '折叠的行',
  Completions: '候选',
  Diagnostics: '检查结果',
  'No diagnostics': '没有问题',
};

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--accent)' },
  { tag: tags.comment, color: 'var(--ink-soft)', fontStyle: 'italic' },
  { tag: [tags.string, tags.content], color: 'var(--ink)' },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--ink-soft)' },
  { tag: tags.keyword, color: 'var(--good)' },
]);

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '14px', color: 'var(--ink)', backgroundColor: 'var(--surface)' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'ui-monospace, "Noto Sans Mono CJK SC", monospace', lineHeight: '1.6' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--raised)', color: 'var(--ink-soft)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--raised)', color: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--accent-soft)',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--surface)',
    borderColor: 'var(--line-strong)',
    color: 'var(--ink)',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--accent)',
    color: 'var(--accent-ink)',
  },
  '.cm-completionDetail': { color: 'inherit', fontStyle: 'normal', marginLeft: '1em' },
  '.cm-diagnostic': { maxWidth: '32em', whiteSpace: 'pre-wrap' },
});

/** Where a clause id may stand: behind `clause:` and its like, or as an item of a list. */
const idsExpected = /(?:\b(?:clause|clauses|near|nearest)\s{0,4}:|^\s{0,40}-|[[,])\s{0,4}["']?$/;

const clauseCompletion =
  (clauses: () => readonly Completion[]) =>
  (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/[\p{Script=Han}\d()·]{0,40}/u);
    if (!word) return null;
    const line = context.state.doc.lineAt(word.from);
    const lead = line.text.slice(Math.max(0, word.from - line.from - 60), word.from - line.from);
    const begun = word.text.includes('·');
    if (!context.explicit && !begun && (!idsExpected.test(lead) || word.text === '')) return null;
    return { from: word.from, options: clauses(), validFor: /^[\p{Script=Han}\d()·]{0,40}$/u };
  };

/** Where a finding stands in the text: from its place to the end of the line. */
const diagnosticOf = (state: EditorState, { at, level, message, hint }: Finding): Diagnostic => {
  const line = state.doc.line(Math.min(Math.max(1, at?.line ?? 1), state.doc.lines));
  const from = Math.min(line.from + (at?.column ?? 1) - 1, line.to);
  return {
    from,
    to: Math.max(from, line.to),
    severity: level === 'error' ? 'error' : 'warning',
    message: hint ? `${message}\n${hint}` : message,
  };
};

interface EditorOptions {
  clauses(): readonly Completion[];
  changed(): void;
  save(): void;
}

/**
 * The editor of one file at a time. It lives in a shadow tree, where its style sheets are adopted objects: the page's policy
 * lets no style element in.
 */
export const createEditor = ({ clauses, changed, save }: EditorOptions) => {
  const root = byId('editor').attachShadow({ mode: 'open' });
  const extensions = (name: string): Extension => [
    lineNumbers(),
    lintGutter(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    EditorView.lineWrapping,
    EditorState.phrases.of(phrases),
    syntaxHighlighting(colours),
    look,
    autocompletion({ override: [clauseCompletion(clauses)], icons: false }),
    keymap.of([
      {
        key: 'Mod-s',
        preventDefault: true,
        run: () => {
          save();
          return true;
        },
      },
      ...completionKeymap,
      ...defaultKeymap,
      ...historyKeymap,
    ]),
    // Editable text is reached by keyboard as it is; programs that check a page look for the figure.
    EditorView.contentAttributes.of({ 'aria-label': `编辑 ${name}`, tabindex: '0' }),
    EditorView.updateListener.of(update => {
      if (update.docChanged) changed();
    }),
    ...(/\.ya?ml$/i.test(name) ? [yaml()] : []),
  ];
  const view = new EditorView({ parent: root, root });

  return {
    /** A text under the name of its file; what was done to it can be undone as long as the page is open. */
    begin: (name: string, text: string): EditorState =>
      EditorState.create({ doc: text, extensions: extensions(name) }),
    show(state: EditorState): void {
      view.setState(state);
    },
    state: (): EditorState => view.state,
    text: (): string => view.state.doc.toString(),
    mark(findings: readonly Finding[]): void {
      view.dispatch(
        setDiagnostics(
          view.state,
          findings.map(finding => diagnosticOf(view.state, finding)),
        ),
      );
    },
    goTo(line: number): void {
      const at = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines)).from;
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
      view.focus();
    },
  };
};
