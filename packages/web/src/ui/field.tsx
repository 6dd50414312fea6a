import { createContext, type ReactElement, type ReactNode, useContext, useId } from "react";
import { Icon } from "./icon.tsx";
import styles from "./field.module.css";

interface FieldParts {
  id: string;
  describedBy: string | undefined;
  isInvalid: boolean;
  isRequired: boolean;
}

const FieldContext = createContext<FieldParts | undefined>(undefined);

/** What a control in a `Field` must carry so that its label, hint and error are told with it. */
export function useFieldProps(): {
  id?: string | undefined;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: true | undefined;
  "aria-required"?: true | undefined;
} {
  const field = useContext(FieldContext);
  if (field === undefined) return {};
  return {
    id: field.id,
    "aria-describedby": field.describedBy,
    "aria-invalid": field.isInvalid ? true : undefined,
    "aria-required": field.isRequired ? true : undefined,
  };
}

interface FieldProps {
  label: string;
  /** What goes in, before one types. */
  hint?: ReactNode | undefined;
  /** What is wrong with what is in it. */
  error?: string | undefined;
  isRequired?: boolean | undefined;
  isLabelHidden?: boolean | undefined;
  /** One control: TextInput, TextArea, Select, Combobox. */
  children: ReactNode;
}

/** A label, a hint and an error around one control. */
export function Field({ label, hint, error, isRequired, isLabelHidden, children }: FieldProps): ReactElement {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const described = [hint === undefined ? "" : hintId, error === undefined ? "" : errorId].filter(Boolean).join(" ");
  return (
    <FieldContext
      value={{
        id,
        describedBy: described === "" ? undefined : described,
        isInvalid: error !== undefined,
        isRequired: isRequired === true,
      }}
    >
      <div className={styles.field}>
        <label htmlFor={id} className={isLabelHidden === true ? "visually-hidden" : styles.label}>
          {label}
          {isRequired === true && (
            <span className={styles.required} aria-hidden="true">
              {" "}
              required
            </span>
          )}
        </label>
        {hint !== undefined && (
          <p id={hintId} className={styles.hint}>
            {hint}
          </p>
        )}
        {children}
        {error !== undefined && (
          <p id={errorId} className={styles.error}>
            <Icon name="warning" size="s" />
            {error}
          </p>
        )}
      </div>
    </FieldContext>
  );
}
