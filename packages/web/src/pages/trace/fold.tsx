import { type ReactElement, type ReactNode, useState } from "react";
import { Icon } from "../../ui/icon.tsx";
import styles from "./fold.module.css";

interface FoldProps {
  title: string;
  /** A word about what is in it. */
  hint?: string | undefined;
  /** Made when it is opened first. */
  children(): ReactNode;
}

/** Something that few want to see, folded away. */
export function Fold({ title, hint, children }: FoldProps): ReactElement {
  const [wasOpened, setOpened] = useState(false);
  return (
    <details
      className={styles.fold}
      onToggle={(event) => {
        if (event.currentTarget.open) setOpened(true);
      }}
    >
      <summary className={styles.summary}>
        <span className={styles.chevron}>
          <Icon name="right" size="s" />
        </span>
        <span className={styles.title}>{title}</span>
        {hint !== undefined && <span className={styles.hint}>{hint}</span>}
      </summary>
      <div className={styles.content}>{wasOpened && children()}</div>
    </details>
  );
}

/** Text of a program, read and not written. */
export const CodeText = ({ text, label }: { text: string; label: string }): ReactElement => (
  // It scrolls, so that a keyboard must be able to reach it.
  // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
  <pre className={styles.code} tabIndex={0} aria-label={label}>
    {text}
  </pre>
);
