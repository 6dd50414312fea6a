import type { ReactElement } from "react";
import { Progress } from "../../ui/progress.tsx";
import { useNow } from "../../ui/time.tsx";
import { howFar } from "./how-far.ts";
import styles from "./now-watching.module.css";
import { seenDetail, SeenTitle, type Watching } from "./what-was-watched.tsx";

/** What somebody watches at this moment and how far it is, by the clock. */
export function NowWatching({ watching }: { watching: Watching }): ReactElement {
  const { part, minutesLeft } = howFar(watching, useNow(10_000));
  const left = minutesLeft === 0 ? "about over" : `${minutesLeft} min left`;
  return (
    <div className={styles.now}>
      <p>
        <SeenTitle seen={watching} />
      </p>
      <p className={styles.detail}>{seenDetail(watching)}</p>
      <Progress value={Math.round(part * 100)} max={100} label="So far" isLabelHidden detail={left} />
      <p className={styles.left}>{left}</p>
    </div>
  );
}
