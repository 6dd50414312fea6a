import { type ReactElement, type ReactNode, useEffect, useId, useRef } from "react";
import { CopyField } from "./copy-field.tsx";
import { Icon } from "./icon.tsx";
import styles from "./shown-once.module.css";

interface ShownOnceProps {
  title: string;
  /** What to do with it. */
  lead?: ReactNode | undefined;
  secrets: readonly { label: string; value: string }[];
  actions?: ReactNode | undefined;
}

/** A secret that was just made and is never shown again. It takes the focus, so that nobody misses it. */
export function ShownOnce({ title, lead, secrets, actions }: ShownOnceProps): ReactElement {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} className={styles.box} tabIndex={-1} role="group" aria-labelledby={id}>
      <div className={styles.header}>
        <Icon name="key" />
        <div>
          <strong id={id}>{title}</strong>
          <p className={styles.lead}>{lead ?? "It is shown this once and cannot be looked up later."}</p>
        </div>
      </div>
      {secrets.map(({ label, value }) => (
        <CopyField key={label} label={label} value={value} />
      ))}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
