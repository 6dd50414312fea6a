import type { ReactElement } from "react";
import { classNames } from "../../ui/class-names.ts";
import { type DiffLine, lineDiff } from "../../rules/line-diff.ts";
import styles from "./panels.module.css";

/** A diff that was made elsewhere: lines that begin with + or −. */
export function PatchView({ patch, label }: { patch: string; label: string }): ReactElement {
  const lines = patch.split("\n").flatMap((line): DiffLine[] => {
    if (line === "") return [];
    const kind = line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : "same";
    return [{ kind, text: line.slice(1) }];
  });
  return <Lines lines={lines} label={label} />;
}

interface DiffViewProps {
  before: string;
  after: string;
  label: string;
}

const signs: Record<DiffLine["kind"], string> = { same: " ", added: "+", removed: "−" };
const words: Record<DiffLine["kind"], string> = { same: "", added: "Added: ", removed: "Taken away: " };

/** What is different between two texts, line by line. */
export function DiffView({ before, after, label }: DiffViewProps): ReactElement {
  const lines = lineDiff(before, after);
  if (lines.every(({ kind }) => kind === "same")) return <p className={styles.soft}>They are the same.</p>;
  return <Lines lines={lines} label={label} />;
}

function Lines({ lines, label }: { lines: readonly DiffLine[]; label: string }): ReactElement {
  return (
    <div className={styles.diff} role="group" aria-label={label}>
      {lines.map(({ kind, text }, at) => (
        <div key={at} className={classNames(kind === "added" && styles.added, kind === "removed" && styles.removed)}>
          <span className={styles.sign} aria-hidden="true">
            {signs[kind]}
          </span>
          <span>
            <span className="visually-hidden">{words[kind]}</span>
            {text}
          </span>
        </div>
      ))}
    </div>
  );
}
