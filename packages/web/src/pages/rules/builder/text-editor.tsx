import { type ReactElement, useEffect, useRef } from "react";
import type { Reference } from "../../../rules/words.ts";
import { createEditor, type Editor } from "./code-editor.ts";
import type { Place } from "./rule-text.ts";
import styles from "./text-panel.module.css";

interface TextEditorProps {
  text: string;
  onChange(text: string): void;
  places: readonly Place[];
  reference: Reference;
  types: readonly string[];
}

/** The rule as YAML: what the form changes shows here at once, and the other way round. */
export function TextEditor({ text, onChange, places, reference, types }: TextEditorProps): ReactElement {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor>(undefined);
  const latest = useRef({ onChange, reference, types });
  useEffect(() => {
    latest.current = { onChange, reference, types };
  });
  const first = useRef(text);
  useEffect(() => {
    if (host.current === null) return undefined;
    // Styles that scripts add are not let through, but for those that a shadow root adopts.
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: "open" });
    const made = createEditor(root, {
      text: first.current,
      label: "The rule as YAML",
      changed: (next) => latest.current.onChange(next),
      known: () => latest.current,
    });
    editor.current = made;
    return () => {
      made.destroy();
      editor.current = undefined;
    };
  }, []);
  useEffect(() => editor.current?.setText(text), [text]);
  useEffect(() => editor.current?.setPlaces(places), [places]);
  return <div ref={host} className={styles.editor} />;
}
