import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  type CompletionContext,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { completionAt } from "../../../rules/complete.ts";
import type { Reference } from "../../../rules/words.ts";
import { type Place, placeWords } from "./rule-text.ts";

export interface Editor {
  setText(text: string): void;
  setPlaces(places: readonly Place[]): void;
  destroy(): void;
}

interface EditorOptions {
  text: string;
  /** Its name, for screen readers. */
  label: string;
  changed(text: string): void;
  /** What is offered while one types. */
  known(): { reference: Reference; types: readonly string[] };
}

/** Only tokens of the page, which a shadow root inherits. */
const theme = EditorView.theme({
  "&": {
    color: "var(--ink)",
    backgroundColor: "var(--raised)",
    fontSize: "var(--text-s)",
    borderRadius: "var(--round-m)",
    border: "1px solid var(--edge)",
    minHeight: "18rem",
    maxHeight: "min(38rem, 70vh)",
  },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "0" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)", padding: "var(--space-2) 0", minHeight: "17rem" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in oklab, var(--lamp), transparent 65%)",
  },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--soft)", border: "none" },
  ".cm-tooltip": {
    backgroundColor: "var(--raised)",
    color: "var(--ink)",
    border: "1px solid var(--edge)",
    borderRadius: "var(--round-s)",
    boxShadow: "var(--shadow-2)",
    maxWidth: "min(28rem, 90vw)",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--lamp)", color: "var(--on-lamp)" },
  // As many as are rendered are shown: what scrolls would have to take the focus.
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { maxHeight: "none" },
  ".cm-completionDetail": { color: "var(--soft)", fontStyle: "normal" },
  "li[aria-selected] .cm-completionDetail": { color: "var(--on-lamp)" },
  ".cm-completionInfo": { padding: "var(--space-2) var(--space-3)" },
  ".cm-diagnostic": { borderLeftColor: "var(--bad)", padding: "var(--space-2) var(--space-3)", whiteSpace: "pre-wrap" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--bad) 1.5px",
    textUnderlineOffset: "3px",
  },
  ".cm-matchingBracket": { backgroundColor: "var(--accent-paper)", outline: "1px solid var(--edge)" },
});

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--info)" },
  { tag: [tags.string, tags.content], color: "var(--ink)" },
  { tag: [tags.number, tags.bool, tags.atom], color: "var(--good)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: "var(--soft)" },
]);

/** An editor of a rule's YAML inside a shadow root. */
export function createEditor(root: ShadowRoot, { text, label, changed, known }: EditorOptions): Editor {
  let isOurs = false;
  const complete = (context: CompletionContext) => {
    const { reference, types } = known();
    const found = completionAt(context.state.doc.toString(), context.pos, reference, types);
    if (found === undefined || (!context.explicit && found.from === context.pos && !/[:.{|]\s?$/.test(before(context))))
      return null;
    return {
      from: found.from,
      options: found.options.map(({ label: name, detail, info, apply, kind }) => ({
        label: name,
        type: kinds[kind],
        ...(detail === undefined ? {} : { detail }),
        ...(info === undefined ? {} : { info }),
        ...(apply === undefined ? {} : { apply }),
      })),
      validFor: /^[\w.]*$/,
    };
  };
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ override: [complete], icons: false, maxRenderedOptions: 8 }),
        yaml(),
        syntaxHighlighting(colours),
        theme,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off" }),
        // Tab leaves the editor, as it leaves every other field.
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !isOurs) changed(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    setText(next) {
      const now = view.state.doc.toString();
      if (now === next) return;
      isOurs = true;
      view.dispatch({ changes: difference(now, next) });
      isOurs = false;
    },
    setPlaces(places) {
      view.dispatch(
        setDiagnostics(
          view.state,
          places.map((place) => diagnosticOf(view.state, place)),
        ),
      );
    },
    destroy: () => view.destroy(),
  };
}

const kinds = { name: "variable", function: "function", key: "property", value: "constant" } as const;

const before = (context: CompletionContext): string =>
  context.state.sliceDoc(Math.max(0, context.pos - 3), context.pos);

/** Only what differs, so that the caret and the history stay where they are. */
function difference(now: string, next: string): { from: number; to: number; insert: string } {
  let from = 0;
  while (from < now.length && from < next.length && now[from] === next[from]) from++;
  let end = 0;
  const most = Math.min(now.length, next.length) - from;
  while (end < most && now.at(-1 - end) === next.at(-1 - end)) end++;
  return { from, to: now.length - end, insert: next.slice(from, next.length - end) };
}

/** From its place to the end of the word that stands there. */
function diagnosticOf(state: EditorState, place: Place): Diagnostic {
  const line = state.doc.line(Math.min(Math.max(1, place.line ?? 1), state.doc.lines));
  const from = Math.min(line.from + Math.max(0, (place.column ?? 1) - 1), line.to);
  const word = /^[\w.]+|^\S+/.exec(line.text.slice(from - line.from))?.[0].length ?? 0;
  return { from, to: Math.min(line.to, from + Math.max(1, word)), severity: "error", message: placeWords(place) };
}
