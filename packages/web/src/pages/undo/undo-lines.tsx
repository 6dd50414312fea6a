import type { ReplyOf } from "@showrunner/client/asked.ts";
import { type ReactElement, useId } from "react";
import { Link } from "react-router";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { capital, toSentence } from "../trace/outcomes.ts";
import styles from "./undo-lines.module.css";
import type { Became } from "./undo-progress.ts";

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

/** What came, or is coming, of an undo that was asked for. */
export function BecameLines({ became: { taken, going, left } }: { became: Became<Line> }): ReactElement {
  if (taken.length + going.length + left.length === 0)
    return <p>No rule had changed anything at Trakt; what still waited was not done any more.</p>;
  return (
    <div className={styles.lines}>
      {taken.length > 0 && (
        <Group title={`Taken back: ${taken.length}`} lines={taken} icon="undo" className={styles.back} />
      )}
      {going.length > 0 && (
        <Group title={`Not yet: ${going.length}`} lines={going} icon="clock" className={styles.left} />
      )}
      {left.length > 0 && (
        <Group title={`Left as it is: ${left.length}`} lines={left} icon="minus" className={styles.left} />
      )}
    </div>
  );
}

interface GroupProps {
  title: string;
  lines: readonly Line[];
  icon: IconName;
  className: string | undefined;
}

function Group({ title, lines, icon, className }: GroupProps): ReactElement {
  const id = useId();
  return (
    <div className={styles.group}>
      <p id={id} className={styles.title}>
        {title}
      </p>
      <ul className={styles.list} aria-labelledby={id}>
        {lines.map((line) => (
          <li key={`${line.runIds.join(" ")} ${line.did}`} className={styles.line}>
            <span className={className}>
              <Icon name={icon} size="s" />
            </span>
            <div>
              <p>{capital(line.did)}</p>
              {line.why !== null && <p className={styles.why}>{toSentence(line.why)}</p>}
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
}
