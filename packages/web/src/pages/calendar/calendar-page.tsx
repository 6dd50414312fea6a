import { type ReactElement, useState } from "react";
import { Link, useSearchParams } from "react-router";
import type { Temporal } from "temporal-polyfill";
import { me, useApi } from "../../app/api.ts";
import { ProblemView } from "../../app/problem-view.tsx";
import { Button } from "../../ui/button.tsx";
import { Page } from "../../ui/page.tsx";
import { useNow, useZone } from "../../ui/time.tsx";
import { Agenda } from "./agenda.tsx";
import { airingsOf, type Airing, isShown } from "./airings.ts";
import styles from "./calendar-page.module.css";
import { dayIn, firstWeekdayOf } from "./days.ts";
import { Month } from "./month.tsx";
import { askedFor, type Place, placeOf, turned, within } from "./place.ts";
import { SubscribeDialog } from "./subscribe-dialog.tsx";
import { Toolbar } from "./toolbar.tsx";
import { useIsWide } from "./use-is-wide.ts";

/** What airs for the person, as an agenda or a month, in their own zone. */
export function CalendarPage(): ReactElement {
  const [isSubscribing, setSubscribing] = useState(false);
  const [params, setParams] = useSearchParams();
  const ownZone = useZone();
  const nowMs = useNow();
  const today = dayIn(ownZone, nowMs);
  const firstWeekday = firstWeekdayOf(undefined);
  const place = placeOf(params, today, useIsWide() ? "month" : "agenda");
  const query = useApi("views.calendar", { path: me, query: askedFor(place, firstWeekday) }, { keepsPrevious: true });
  const { data } = query;
  const zone = data?.zone ?? ownZone;
  const byDay = new Map(
    (data?.days ?? []).map(({ date, entries }): [string, Airing[]] => [
      date,
      airingsOf(entries).filter((airing) => isShown(airing, place.only)),
    ]),
  );

  const go = (to: Partial<Place>): void => {
    const { view, day, only } = { ...place, ...to };
    const isToday = day.equals(today);
    setParams(
      {
        view,
        ...(isToday ? {} : { day: day.toString() }),
        ...(only === "all" ? {} : { only }),
      },
      { replace: true, preventScrollReset: true },
    );
  };
  const turn = (by: 1 | -1): (() => void) | undefined => {
    const to = turned(place, by, today);
    return to && (() => go({ day: to }));
  };
  const shared = { byDay, zone, today, nowMs, only: place.only, onShowAll: () => go({ only: "all" }) };
  return (
    <Page
      title="Calendar"
      lead="What airs of the shows you watch and of your watchlist."
      width="full"
      actions={
        <Button icon="link" onClick={() => setSubscribing(true)}>
          Subscribe
        </Button>
      }
    >
      <Toolbar
        place={place}
        today={today}
        onGo={go}
        onBack={turn(-1)}
        onNext={turn(1)}
        isRenewing={query.isPlaceholderData}
      />
      {data === undefined && query.error !== null ? (
        <ProblemView error={query.error} onRetry={() => void query.refetch()} />
      ) : place.view === "month" ? (
        <Month
          {...shared}
          day={place.day}
          firstWeekday={firstWeekday}
          isLoading={data === undefined || query.isPlaceholderData}
          onDay={(day: Temporal.PlainDate) => go({ day: within(day, today) })}
        />
      ) : (
        <Agenda {...shared} isLoading={data === undefined || query.isPlaceholderData} onNext={turn(1)} />
      )}
      {data !== undefined && (
        <p className={styles.zone}>
          All times are in {zone.replaceAll("_", " ")}. <Link to="/settings">Change your time zone</Link>
        </p>
      )}
      <SubscribeDialog isOpen={isSubscribing} onClose={() => setSubscribing(false)} />
    </Page>
  );
}
