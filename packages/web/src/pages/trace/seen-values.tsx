import type { ReactElement } from "react";
import { wordTitle } from "../../rules/words.ts";
import styles from "./seen-values.module.css";
import { valueText } from "./values.ts";

/** What the names in a condition stood for. */
export function SeenValues({ values }: { values: Readonly<Record<string, unknown>> }): ReactElement | null {
  const seen = Object.entries(values);
  if (seen.length === 0) return null;
  return (
    <dl className={styles.values} aria-label="What it saw">
      {seen.map(([name, value]) => (
        <div key={name} className={styles.value}>
          <dt title={name}>{wordTitle(name)}</dt>
          <dd>{valueText(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
