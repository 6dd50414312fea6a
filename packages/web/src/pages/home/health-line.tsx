import type { ReplyOf } from "@showrunner/client/asked.ts";
import type { ReactElement } from "react";
import { Link } from "react-router";
import { classNames } from "../../ui/class-names.ts";
import { Icon } from "../../ui/icon.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { placeOf, shownConcerns } from "./concerns.ts";
import styles from "./health-line.module.css";
import { ReconnectButton } from "../../app/reconnect-button.tsx";

export type Overview = ReplyOf<"home.overview">;

const icons = { well: "good", attention: "info", broken: "warning" } as const;

/** How Showrunner fares for this person, in one line; what is wrong leads to where it is put right. */
export function HealthLine({ overview }: { overview: Overview }): ReactElement {
  const { health, polls, connection } = overview;
  const concerns = shownConcerns(health.concerns);
  // What waits for a yes stands right below: here it is no trouble.
  const state = concerns.length === 0 ? "well" : health.state;
  return (
    <section aria-label="Health" className={classNames(styles.health, styles[state])}>
      <span className={styles.icon}>
        <Icon name={icons[state]} />
      </span>
      <div className={styles.words}>
        {concerns.length === 0 ? (
          <p className={styles.line}>{health.state === "well" ? health.line : "All is well"}</p>
        ) : (
          <ul className={styles.concerns}>
            {concerns.map(({ kind, words }) => {
              const to = placeOf(kind);
              return (
                <li key={kind} className={styles.line}>
                  {to === undefined ? (
                    words
                  ) : to.startsWith("#") ? (
                    <a href={to}>{words}</a>
                  ) : (
                    <Link to={to}>{words}</Link>
                  )}
                </li>
              );
            })}
          </ul>
        )}
        <p className={styles.polls}>
          <Polls polls={polls} state={connection.state} />
        </p>
      </div>
      {connection.remedy === "reconnect" && <ReconnectButton to="/" />}
    </section>
  );
}

function Polls({ polls, state }: { polls: Overview["polls"]; state: Overview["connection"]["state"] }): ReactElement {
  const { lastAt, nextAt, pausedUntil } = polls;
  const isOn = state === "active" || state === "connecting";
  return (
    <>
      <span>{isOn ? "Connected to Trakt" : "Not connected to Trakt"}</span>
      {lastAt !== null && (
        <span>
          last look <Timestamp at={lastAt} />
        </span>
      )}
      {isOn && pausedUntil !== null && (
        <span>
          pauses until <Timestamp at={pausedUntil} look="time" />
        </span>
      )}
      {isOn && pausedUntil === null && nextAt !== null && (
        <span>
          next look <Timestamp at={nextAt} />
        </span>
      )}
    </>
  );
}
