import type { ReactElement, ReactNode } from "react";
import { useApi } from "../../app/api.ts";
import { actionWords, triggerWords } from "../../rules/rule-words.ts";
import { textAt, textsAt } from "../../rules/rule-value.ts";
import styles from "./rules.module.css";

interface RuleSummaryProps {
  source: unknown;
  /** What becomes of it: "New", "A new version of…". */
  note?: ReactNode | undefined;
}

/** A rule in a few lines: when, if, then. */
export function RuleSummary({ source, note }: RuleSummaryProps): ReactElement {
  const reference = useApi("schemas.words", undefined, { isFixed: true }).data;
  const conditions = textsAt(source, ["if"]);
  return (
    <div className={styles.rule}>
      <p className={styles.ruleName}>{textAt(source, ["name"])}</p>
      {note !== undefined && <p className={styles.soft}>{note}</p>}
      <dl className={styles.parts}>
        <dt>When</dt>
        <dd>{triggerWords(source, reference)}</dd>
        {conditions.length > 0 && (
          <>
            <dt>If</dt>
            <dd>
              {conditions.map((text) => (
                <code key={text}>{text}</code>
              ))}
            </dd>
          </>
        )}
        <dt>Then</dt>
        <dd>{actionWords(source)}</dd>
      </dl>
    </div>
  );
}

/** What saving would do to one's rules. */
export function changeWords(change: { kind: string; name: string } | undefined): string | undefined {
  switch (change?.kind) {
    case "add":
      return "A new rule.";
    case "change":
      return "You have a rule of that name: it gets a new version.";
    case "same":
      return "You have this very rule already.";
    default:
      return undefined;
  }
}
