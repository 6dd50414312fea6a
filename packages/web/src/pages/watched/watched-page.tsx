import type { ReactElement } from "react";
import { me, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { useNow, useZone } from "../../ui/time.tsx";
import { dayIn, dayWords, nearWords } from "../calendar/days.ts";
import { byDay } from "./days-of-plays.ts";
import { NowWatching } from "./now-watching.tsx";
import { PlayRow } from "./play-row.tsx";
import type { Play } from "./what-was-watched.tsx";
import styles from "./watched-page.module.css";

/** What is watched now, and the last hundred plays. */
export function WatchedPage(): ReactElement {
  const plays = useApi("views.watched", { path: me });
  return (
    <Page title="Watched" lead="What you are watching, and your last 100 plays at Trakt.">
      <Now />
      <Loaded
        query={plays}
        skeleton={
          <Card inset="flush">
            <SkeletonRows count={8} height="4rem" label="Loading your plays" />
          </Card>
        }
      >
        {({ items }) => (items.length === 0 ? <NothingWatched /> : <Plays plays={items} />)}
      </Loaded>
    </Page>
  );
}

/** It keeps its height whether something is watched or not: plays below do not move. */
function Now(): ReactElement {
  const { data, error } = useApi("views.watching", { path: me }, { everyMs: 60_000 });
  const watching = data?.watching ?? null;
  return (
    <Section title="Now">
      <Card tone={watching === null ? "plain" : "accent"}>
        <div className={styles.now}>
          <span className={styles.sign}>
            <Icon name={watching?.type === "movie" ? "film" : "screen"} size="l" />
          </span>
          {watching === null ? (
            <p className={styles.quiet}>
              {data !== undefined
                ? "Nothing right now. What you check in to or scrobble shows up here."
                : error === null
                  ? "Asking Trakt what you are watching…"
                  : "Trakt could not be asked just now."}
            </p>
          ) : (
            <NowWatching watching={watching} />
          )}
        </div>
      </Card>
    </Section>
  );
}

function Plays({ plays }: { plays: readonly Play[] }): ReactElement {
  const zone = useZone();
  const today = dayIn(zone, useNow());
  return (
    <Section title="Last plays">
      {byDay(plays, zone).map(({ day, plays: ofDay }) => {
        const key = `${day.toString()}-${ofDay[0]?.id}`;
        return (
          <section key={key} aria-labelledby={key} className={styles.day}>
            <h3 id={key} className={styles.heading}>
              {nearWords(day, today) ?? fullDay(day, today)}
            </h3>
            <Card inset="flush">
              <ul>
                {ofDay.map((play) => (
                  <PlayRow key={play.id} play={play} zone={zone} />
                ))}
              </ul>
            </Card>
          </section>
        );
      })}
    </Section>
  );
}

type Day = ReturnType<typeof dayIn>;

/** Plays may be years old. */
const fullDay = (day: Day, today: Day): string =>
  day.year === today.year ? dayWords(day) : `${dayWords(day)} ${day.year}`;

const NothingWatched = (): ReactElement => (
  <Card>
    <EmptyState
      icon="screen"
      title="No plays yet"
      actions={
        <LinkButton to="/calendar" look="primary">
          See what airs
        </LinkButton>
      }
    >
      Watch something and let Trakt know: by a media server’s scrobbler, a check-in, or the “watched” button. It shows
      up here within minutes.
    </EmptyState>
  </Card>
);
