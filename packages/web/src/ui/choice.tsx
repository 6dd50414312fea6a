import { type ReactElement, type ReactNode, useId } from "react";
import styles from "./choice.module.css";
import { classNames } from "./class-names.ts";
import type { Option } from "./text-input.tsx";

interface ToggleProps {
  label: string;
  hint?: ReactNode | undefined;
  isOn: boolean;
  onChange(isOn: boolean): void;
  isDisabled?: boolean | undefined;
  isLabelHidden?: boolean | undefined;
}

function Toggle({
  kind,
  label,
  hint,
  isOn,
  onChange,
  isDisabled,
  isLabelHidden,
}: ToggleProps & { kind: "switch" | "checkbox" }): ReactElement {
  const id = useId();
  return (
    <div className={styles.choice}>
      <input
        id={id}
        type="checkbox"
        role={kind === "switch" ? "switch" : undefined}
        className={styles[kind]}
        checked={isOn}
        disabled={isDisabled}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.target.checked)}
      />
      <div className={isLabelHidden === true ? "visually-hidden" : styles.text}>
        <label htmlFor={id} className={styles.label}>
          {label}
        </label>
        {hint !== undefined && (
          <p id={`${id}-hint`} className={styles.hint}>
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}

/** On or off, at once. */
export const Switch = (props: ToggleProps): ReactElement => <Toggle kind="switch" {...props} />;

/** Yes or no, as part of a form. */
export const Checkbox = (props: ToggleProps): ReactElement => <Toggle kind="checkbox" {...props} />;

export interface Choice<Value extends string> extends Option<Value> {
  hint?: ReactNode | undefined;
}

interface RadioGroupProps<Value extends string> {
  /** The question. */
  label: string;
  isLabelHidden?: boolean | undefined;
  value: Value | "";
  onChange(value: Value): void;
  options: readonly Choice<Value>[];
  /** `cards` for choices that need explaining. */
  look?: "rows" | "cards" | undefined;
}

/** One of a few, all in sight. */
export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>): ReactElement {
  const { label, isLabelHidden, value, onChange, options, look = "rows" } = props;
  const name = useId();
  return (
    <fieldset className={classNames(styles.group, styles[look])}>
      <legend className={isLabelHidden === true ? "visually-hidden" : styles.legend}>{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={classNames(styles.choice, styles.option)}>
          <input
            type="radio"
            name={name}
            className={styles.radio}
            value={option.value}
            checked={value === option.value}
            disabled={option.isDisabled}
            onChange={() => onChange(option.value)}
          />
          <span className={styles.text}>
            <span className={styles.label}>{option.label}</span>
            {option.hint !== undefined && <span className={styles.hint}>{option.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

interface SegmentsProps<Value extends string> {
  label: string;
  value: Value;
  onChange(value: Value): void;
  options: readonly Option<Value>[];
}

/** A few short words of which one holds: how a list is sorted, which view is shown. */
export function Segments<Value extends string>({
  label,
  value,
  onChange,
  options,
}: SegmentsProps<Value>): ReactElement {
  const name = useId();
  return (
    <fieldset className={styles.segments}>
      <legend className="visually-hidden">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles.segment}>
          <input
            type="radio"
            name={name}
            className="visually-hidden"
            checked={value === option.value}
            disabled={option.isDisabled}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
