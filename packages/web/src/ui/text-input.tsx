import type { InputHTMLAttributes, ReactElement, Ref, SelectHTMLAttributes, TextareaHTMLAttributes } from "react";
import { classNames } from "./class-names.ts";
import { useFieldProps } from "./field.tsx";
import styles from "./field.module.css";

interface TextInputProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "onChange" | "value" | "className"> {
  value: string;
  onChange(value: string): void;
  /** Code, addresses, keys. */
  isMono?: boolean | undefined;
  ref?: Ref<HTMLInputElement> | undefined;
}

/** One line of text; `type` may be `email`, `url`, `number`, `date`, `time`, `search`, `password`. */
export function TextInput({ value, onChange, isMono, type = "text", ...rest }: TextInputProps): ReactElement {
  return (
    <input
      {...useFieldProps()}
      {...rest}
      type={type}
      className={classNames(styles.control, isMono === true && styles.mono)}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

interface TextAreaProps extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "onChange" | "value" | "className"> {
  value: string;
  onChange(value: string): void;
  isMono?: boolean | undefined;
  ref?: Ref<HTMLTextAreaElement> | undefined;
}

/** Several lines of text; it grows with them. */
export function TextArea({ value, onChange, isMono, rows = 3, ...rest }: TextAreaProps): ReactElement {
  return (
    <textarea
      {...useFieldProps()}
      {...rest}
      rows={rows}
      className={classNames(styles.control, styles.area, isMono === true && styles.mono)}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

export interface Option<Value extends string = string> {
  value: Value;
  label: string;
  isDisabled?: boolean | undefined;
}

interface SelectProps<Value extends string> extends Omit<
  SelectHTMLAttributes<HTMLSelectElement>,
  "onChange" | "value" | "className" | "children"
> {
  value: Value | "";
  onChange(value: Value): void;
  options: readonly Option<Value>[];
  /** Shown while nothing is chosen. */
  prompt?: string | undefined;
}

/** One of a few, in the browser's own list: at home on phones and under a keyboard. */
export function Select<Value extends string>(props: SelectProps<Value>): ReactElement {
  const { value, onChange, options, prompt, ...rest } = props;
  return (
    <select
      {...useFieldProps()}
      {...rest}
      className={classNames(styles.control, styles.select)}
      value={value}
      onChange={(event) => {
        const chosen = options.find((option) => option.value === event.target.value);
        if (chosen !== undefined) onChange(chosen.value);
      }}
    >
      {prompt !== undefined && (
        <option value="" disabled>
          {prompt}
        </option>
      )}
      {options.map((option) => (
        <option key={option.value} value={option.value} disabled={option.isDisabled}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
