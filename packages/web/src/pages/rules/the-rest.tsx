import type { ReactElement } from "react";
import { sentence } from "../../ui/states.tsx";
import styles from "./panels.module.css";

interface TheRestProps {
  /** What the reasons are of: "Why not on the rest". */
  summary: string;
  reasons: readonly { reason: string; count: number }[];
  notes: readonly string[];
}

/** Why a rule would not act on some, how often for each reason, and what else there is to know. */
export function TheRest({ summary, reasons, notes }: TheRestProps): ReactElement {
  return (
    <>
      {reasons.length > 0 && (
        <details>
          <summary>{summary}</summary>
          <ul>
            {reasons.map(({ reason, count }) => (
              <li key={reason} className={styles.soft}>
                {count} × {sentence(reason)}
              </li>
            ))}
          </ul>
        </details>
      )}
      {notes.map((note) => (
        <p key={note} className={styles.soft}>
          {sentence(note)}
        </p>
      ))}
    </>
  );
}
