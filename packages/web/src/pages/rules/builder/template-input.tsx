import { type ReactElement, useRef } from "react";
import { Field } from "../../../ui/field.tsx";
import fieldStyles from "../../../ui/field.module.css";
import { TextArea, TextInput } from "../../../ui/text-input.tsx";
import { wordTitle } from "../../../rules/words.ts";
import styles from "./template-input.module.css";
import { useWordsOn } from "./reference.ts";

interface TemplateInputProps {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  isRequired?: boolean | undefined;
  value: string;
  onChange(value: string): void;
  types: readonly string[];
  isLong: boolean;
}

/** A Liquid template, with a menu of the names that can stand in it. */
export function TemplateInput(props: TemplateInputProps): ReactElement {
  const { label, hint, error, isRequired, value, onChange, types, isLong } = props;
  const line = useRef<HTMLInputElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const words = useWordsOn(types).filter(({ isCall }) => !isCall);
  const insert = (name: string): void => {
    const input = line.current ?? area.current;
    const start = input?.selectionStart ?? value.length;
    const end = input?.selectionEnd ?? start;
    const put = `{{ ${name} }}`;
    onChange(value.slice(0, start) + put + value.slice(end));
    input?.focus();
    requestAnimationFrame(() => input?.setSelectionRange(start + put.length, start + put.length));
  };
  return (
    <div className={styles.template}>
      <Field label={label} hint={hint} error={error} isRequired={isRequired}>
        {isLong ? (
          <TextArea ref={area} value={value} onChange={onChange} rows={3} />
        ) : (
          <TextInput ref={line} value={value} onChange={onChange} />
        )}
      </Field>
      <select
        className={`${fieldStyles.control} ${fieldStyles.select} ${styles.insert}`}
        aria-label={`${label}: insert a name`}
        value=""
        onChange={(event) => insert(event.target.value)}
      >
        <option value="" disabled>
          Insert…
        </option>
        {words.map(({ name }) => (
          <option key={name} value={name}>
            {wordTitle(name)}
          </option>
        ))}
      </select>
    </div>
  );
}
