import { type ReactElement, useState } from "react";
import { useFieldProps } from "./field.tsx";
import { Icon } from "./icon.tsx";
import styles from "./words-input.module.css";

interface WordsInputProps {
  words: readonly string[];
  onChange(words: string[]): void;
  placeholder?: string | undefined;
}

/** Several short texts: Enter or a comma adds one, Backspace in the empty field takes the last away. */
export function WordsInput({ words, onChange, placeholder }: WordsInputProps): ReactElement {
  const [draft, setDraft] = useState("");
  const add = (text: string): void => {
    const more = text
      .split(",")
      .map((word) => word.trim())
      .filter((word) => word !== "");
    setDraft("");
    if (more.length > 0) onChange([...new Set([...words, ...more])]);
  };
  return (
    <div className={styles.frame}>
      {words.map((word) => (
        <span key={word} className={styles.word}>
          {word}
          <button
            type="button"
            className={styles.remove}
            aria-label={`Remove ${word}`}
            onClick={() => onChange(words.filter((other) => other !== word))}
          >
            <Icon name="close" size="s" />
          </button>
        </span>
      ))}
      <input
        {...useFieldProps()}
        className={styles.input}
        value={draft}
        placeholder={words.length === 0 ? placeholder : undefined}
        onChange={({ target }) => (target.value.includes(",") ? add(target.value) : setDraft(target.value))}
        onBlur={() => add(draft)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && draft.trim() !== "") {
            event.preventDefault();
            add(draft);
          } else if (event.key === "Backspace" && draft === "") onChange(words.slice(0, -1));
        }}
      />
    </div>
  );
}
