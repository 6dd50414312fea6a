import { type ReactElement, type ReactNode, useId, useState } from "react";
import { Button } from "./button.tsx";
import styles from "./copy-field.module.css";

interface CopyFieldProps {
  label: string;
  value: string;
  hint?: ReactNode | undefined;
}

/** Something to take along: an address, a command, a key. */
export function CopyField({ label, value, hint }: CopyFieldProps): ReactElement {
  const id = useId();
  const [state, setState] = useState<"idle" | "copied" | "refused">("idle");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      setState("copied");
    } catch {
      // Over plain http browsers have no clipboard: the text is selected instead.
      const field = document.querySelector<HTMLInputElement>(`#${CSS.escape(id)}`);
      field?.select();
      setState("refused");
    }
  };
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <div className={styles.row}>
        <input
          id={id}
          className={styles.value}
          readOnly
          value={value}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          onFocus={(event) => event.target.select()}
        />
        <Button icon={state === "copied" ? "check" : "copy"} onClick={() => void copy()}>
          {state === "copied" ? "Copied" : "Copy"}
        </Button>
      </div>
      {hint !== undefined && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
      <p role="status" className={state === "refused" ? styles.hint : "visually-hidden"}>
        {state === "copied" && "Copied."}
        {state === "refused" && "It is selected: copy it with your keyboard."}
      </p>
    </div>
  );
}
