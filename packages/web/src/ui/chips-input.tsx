import { type ReactElement, useId, useState } from "react";
import { useFieldProps } from "./field.tsx";
import { Icon } from "./icon.tsx";
import styles from "./chips-input.module.css";

interface ChipsInputProps {
  values: readonly string[];
  onChange(values: string[]): void;
  suggestions?: readonly string[] | undefined;
  /** Which texts may be added. */
  isAllowed?: ((text: string) => boolean) | undefined;
  inputMode?: "text" | "decimal" | undefined;
  placeholder?: string | undefined;
}

/** Several texts: Enter or a comma adds one, Backspace takes the last away. */
export function ChipsInput({
  values,
  onChange,
  suggestions = [],
  isAllowed,
  inputMode,
  placeholder = "Type, then Enter",
}: ChipsInputProps): ReactElement {
  const [draft, setDraft] = useState("");
  const listId = useId();
  const add = (text: string): void => {
    const more = text
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== "" && !values.includes(part) && (isAllowed?.(part) ?? true));
    if (more.length > 0) onChange([...values, ...new Set(more)]);
    setDraft("");
  };
  return (
    <div className={styles.box}>
      {values.map((value) => (
        <span key={value} className={styles.chip}>
          {value}
          <button
            type="button"
            className={styles.remove}
            aria-label={`Remove ${value}`}
            onClick={() => onChange(values.filter((one) => one !== value))}
          >
            <Icon name="close" size="s" />
          </button>
        </span>
      ))}
      <input
        {...useFieldProps()}
        className={styles.input}
        value={draft}
        list={suggestions.length > 0 ? listId : undefined}
        inputMode={inputMode}
        placeholder={values.length === 0 ? placeholder : ""}
        onChange={(event) => {
          const { value } = event.target;
          // One that was chosen from the list is whole.
          if (value.endsWith(",") || (suggestions.includes(value) && value.length - draft.length > 1)) add(value);
          else setDraft(value);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            event.preventDefault();
            add(draft);
          } else if (event.key === "Backspace" && draft === "" && values.length > 0) onChange(values.slice(0, -1));
        }}
        onBlur={() => add(draft)}
      />
      {suggestions.length > 0 && (
        <datalist id={listId}>
          {suggestions
            .filter((one) => !values.includes(one))
            .map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
        </datalist>
      )}
    </div>
  );
}
