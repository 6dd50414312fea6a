import type { ReplyOf } from "@showrunner/client/asked.ts";
import type { ReactElement } from "react";
import { Link } from "react-router";
import { Icon } from "../../ui/icon.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { capital } from "../trace/outcomes.ts";
import styles from "./undo-lines.module.css";

export type Preview = ReplyOf<"undo.preview">;
type Line = Preview["takesBack"][number];

/** What would be taken back, what would not and why, and what cannot be. */
export function UndoLines({ preview: { takesBack, leaves, told } }: { preview: Preview }): ReactElement {
  if (takesBack.length + leaves.length === 0)
    return (
      <div className={styles.lines}>
        <p>No rule changed anything at Trakt here, so that there is nothing to take back.</p>
        {told !== null && <p className={styles.told}>{told}</p>}
      </div>
    );
  return (
    <div className={styles.lines}>
      {takesBack.length > 0 && (
        <Group title={`Taken back: ${takesBack.length}`} lines={takesBack} icon="undo" className={styles.back} />
      )}
      {leaves.length > 0 && (
        <Group title={`Left as it is: ${leaves.length}`} lines={leaves} icon="minus" className={styles.left} />
      )}
      {told !== null && <p className={styles.told}>{told}</p>}
    </div>
  );
}

interface GroupProps {
  title: string;
  lines: readonly Line[];
  icon: "undo" | "minus";
  className: string | undefined;
}

const Group = ({ title, lines, icon, className }: GroupProps): ReactElement => (
  <div className={styles.group}>
    <h3 className={styles.title}>{title}</h3>
    <ul className={styles.list}>
      {lines.map((line) => (
        <li key={`${line.runIds.join(" ")} ${line.did}`} className={styles.line}>
          <span className={className}>
            <Icon name={icon} size="s" />
          </span>
          <div>
            <p>{capital(line.did)}</p>
            {line.why !== null && <p className={styles.why}>{capital(line.why)}.</p>}
            <p className={styles.by}>
              {line.runIds[0] === undefined ? line.rule : <Link to={`/runs/${line.runIds[0]}`}>{line.rule}</Link>},{" "}
              <Timestamp at={line.at} look="exact" />
            </p>
          </div>
        </li>
      ))}
    </ul>
  </div>
);
