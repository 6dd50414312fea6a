import type { ReactElement } from "react";
import { Icon } from "../../../ui/icon.tsx";
import styles from "./condition-list.module.css";

interface Condition {
  text: string;
  result?: boolean | undefined;
  values: Readonly<Record<string, unknown>>;
  error?: string | undefined;
}

/** Conditions as they came out, each with what its names stood for. */
export function ConditionList({ conditions }: { conditions: readonly Condition[] }): ReactElement | null {
  if (conditions.length === 0) return null;
  return (
    <ul className={styles.list} aria-label="Conditions">
      {conditions.map(({ text, result, values, error }) => (
        <li key={text} className={styles.row}>
          <span className={result === true ? styles.held : result === false ? styles.failed : styles.unknown}>
            <Icon
              name={result === true ? "check" : result === false ? "close" : "minus"}
              size="s"
              label={result === true ? "holds" : result === false ? "does not hold" : "not looked at"}
            />
          </span>
          <div className={styles.text}>
            <code>{text}</code>
            {error !== undefined && <p className={styles.error}>{error}</p>}
            {Object.keys(values).length > 0 && (
              <dl className={styles.values}>
                {Object.entries(values).map(([name, value]) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>{valueWords(value)}</dd>
                  </div>
                ))}
              </dl>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

function valueWords(value: unknown): string {
  if (value === null) return "not known";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
