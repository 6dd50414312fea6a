import { type ReactElement, useId } from "react";
import { IconButton } from "../../../ui/button.tsx";
import { Field } from "../../../ui/field.tsx";
import { TextInput } from "../../../ui/text-input.tsx";
import { suggestionsOf } from "../../../rules/new-row.ts";
import { isComparable, literalKind, type Operator } from "../../../rules/operators.ts";
import type { Literal } from "../../../rules/row.ts";
import type { WordReference } from "../../../rules/words.ts";
import { ChipsInput } from "../../../ui/chips-input.tsx";
import styles from "./conditions.module.css";
import { WordSelect } from "./word-select.tsx";

interface ValueInputProps {
  /** Names the row, for screen readers: "Condition 2". */
  label: string;
  word: WordReference;
  operator: Operator;
  values: readonly Literal[];
  onChange(values: readonly Literal[]): void;
  /** What it may be compared with instead of a value. */
  others: readonly WordReference[];
}

/** What stands behind a row's operator. */
export function ValueInput({ label, word, operator, values, onChange, others }: ValueInputProps): ReactElement {
  const kind = literalKind(word.type, operator.takes);
  const [first] = values;
  const name = `${label}: value`;
  const comparable = others.filter((one) => one.name !== word.name && !one.isCall && isComparable(one.type, word.type));
  const set = (text: string): void => onChange(text === "" ? [] : [{ kind, text }]);
  if (operator.takes === "many")
    return (
      <div className={styles.value}>
        <Field label={name} isLabelHidden>
          <ChipsInput
            values={values.map(({ text }) => text)}
            onChange={(texts) => onChange(texts.map((text) => ({ kind, text })))}
            suggestions={suggestionsOf(word)}
            {...(kind === "number" ? { inputMode: "decimal", isAllowed: isNumber } : {})}
          />
        </Field>
      </div>
    );
  if (first?.kind === "word")
    return (
      <div className={styles.value}>
        <Field label={name} isLabelHidden>
          <WordSelect
            value={first.text}
            words={comparable}
            onChange={(one) => onChange([{ kind: "word", text: one.name }])}
          />
        </Field>
        <IconButton icon="edit" size="m" label={`${label}: compare with a value`} onClick={() => onChange([])} />
      </div>
    );
  const canCompare =
    operator.takes === "one" && comparable[0] !== undefined && operator.id !== "has" && operator.id !== "!has";
  return (
    <div className={styles.value}>
      <Field label={name} isLabelHidden>
        {kind === "time" ? (
          <TimeInput text={first?.text ?? ""} onChange={set} />
        ) : kind === "number" ? (
          <NumberInput text={first?.text ?? ""} onChange={set} unit={operator.unit} />
        ) : (
          <TextValue text={first?.text ?? ""} onChange={set} suggestions={suggestionsOf(word)} />
        )}
      </Field>
      {canCompare && kind !== "text" && (
        <IconButton
          icon="link"
          label={`${label}: compare with another name`}
          onClick={() => onChange([{ kind: "word", text: comparable[0]?.name ?? "" }])}
        />
      )}
    </div>
  );
}

const isNumber = (text: string): boolean => /^-?\d{1,15}(\.\d{1,15})?$/.test(text);

interface InputProps {
  text: string;
  onChange(text: string): void;
}

function NumberInput({ text, onChange, unit }: InputProps & { unit?: string | undefined }): ReactElement {
  return (
    <div className={styles.counted}>
      <TextInput
        type="number"
        step="any"
        value={text}
        onChange={(value) => onChange(isNumber(value) ? value : "")}
        placeholder="0"
      />
      {unit !== undefined && <span className={styles.unit}>{unit}</span>}
    </div>
  );
}

/** A time to the minute, in UTC as conditions have it; one that is more than that is shown as it is written. */
function TimeInput({ text, onChange }: InputProps): ReactElement {
  const isPlain = text === "" || /^\d{4}-\d\d-\d\dT\d\d:\d\d(:00(\.0+)?)?Z$/.test(text);
  if (!isPlain) return <TextInput value={text} onChange={onChange} isMono />;
  return (
    <div className={styles.counted}>
      <TextInput
        type="datetime-local"
        value={text.slice(0, 16)}
        onChange={(value) => onChange(value === "" ? "" : `${value.slice(0, 16)}:00Z`)}
      />
      <span className={styles.unit}>UTC</span>
    </div>
  );
}

function TextValue({ text, onChange, suggestions }: InputProps & { suggestions: readonly string[] }): ReactElement {
  const listId = useId();
  return (
    <>
      <TextInput value={text} onChange={onChange} list={suggestions.length > 0 ? listId : undefined} />
      {suggestions.length > 0 && (
        <datalist id={listId}>
          {suggestions.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </datalist>
      )}
    </>
  );
}
