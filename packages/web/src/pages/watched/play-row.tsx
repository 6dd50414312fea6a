import type { ReactElement } from "react";
import { Icon } from "../../ui/icon.tsx";
import styles from "./play-row.module.css";
import { type Play, seenDetail, SeenTitle, wayWords } from "./what-was-watched.tsx";

interface PlayRowProps {
  play: Play;
  zone: string;
}

/** One play: when on its day, what, and how Trakt came to know. */
export function PlayRow({ play, zone }: PlayRowProps): ReactElement {
  return (
    <li className={styles.row}>
      <time className={styles.time} dateTime={play.watched_at}>
        {timeOf(play.watched_at, zone)}
      </time>
      <div className={styles.words}>
        <SeenTitle seen={play} />
        <p className={styles.detail}>{seenDetail(play)}</p>
      </div>
      <p className={styles.way}>
        <Icon name={play.type === "movie" ? "film" : "screen"} size="s" />
        {wayWords(play.action)}
      </p>
    </li>
  );
}

const timeOf = (at: string, zone: string): string =>
  new Intl.DateTimeFormat(undefined, { timeStyle: "short", timeZone: zone }).format(new Date(at));
