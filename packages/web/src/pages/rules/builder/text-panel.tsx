import { lazy, type ReactElement, Suspense } from "react";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { useReference } from "./reference.ts";
import { type Place, placeWords } from "./rule-text.ts";
import styles from "./text-panel.module.css";

const TextEditor = lazy(async () => ({ default: (await import("./text-editor.tsx")).TextEditor }));

interface TextPanelProps {
  text: string;
  onChange(text: string): void;
  places: readonly Place[];
  types: readonly string[];
}

/** The text of the rule, and what is wrong with it. */
export function TextPanel({ text, onChange, places, types }: TextPanelProps): ReactElement {
  const reference = useReference();
  return (
    <div className={styles.panel}>
      <Suspense
        fallback={
          <div className={styles.waiting}>
            <Skeleton shape="block" height="18rem" />
          </div>
        }
      >
        <TextEditor text={text} onChange={onChange} places={places} reference={reference} types={types} />
      </Suspense>
      {places.length > 0 && (
        <ul className={styles.mistakes} aria-label="Mistakes">
          {places.map((place) => (
            <li key={`${place.path}${place.line}${place.column}${place.message}`}>
              {place.line !== undefined && (
                <span className={styles.where}>
                  line {place.line}, column {place.column}:{" "}
                </span>
              )}
              {placeWords(place)}
            </li>
          ))}
        </ul>
      )}
      <p className={styles.hint}>
        The form and the text are the same rule. Comments stay while you work; they are not kept when the rule is saved.
      </p>
    </div>
  );
}
