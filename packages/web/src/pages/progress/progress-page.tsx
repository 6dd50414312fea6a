import { type ReactElement, useDeferredValue, useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import { me, useApi } from "../../app/api.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Page } from "../../ui/page.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { useNow } from "../../ui/time.tsx";
import { nextAirings } from "./upcoming.ts";
import { Choices } from "./choices.tsx";
import { GoesOn } from "./goes-on.tsx";
import { ProgressSkeleton } from "./progress-skeleton.tsx";
import styles from "./progress-page.module.css";
import { ShowRow } from "./show-row.tsx";
import {
  type Filter,
  filters,
  isFound,
  isIn,
  type ShowProgress,
  type Sort,
  sorts,
  sumsOf,
  sumWords,
} from "./standing.ts";

interface Choice {
  sort: Sort;
  filter: Filter;
}

function choiceOf(params: URLSearchParams): Choice {
  return {
    sort: sorts.find(({ value }) => value === params.get("sort"))?.value ?? "activity",
    filter: filters.find(({ value }) => value === params.get("show"))?.value ?? "all",
  };
}

/** How far the person is with each of their shows. */
export function ProgressPage(): ReactElement {
  const [params, setParams] = useSearchParams();
  const choice = choiceOf(params);
  // The address follows what is typed, and may be late: it does not hold it.
  const [typed, setTyped] = useState(params.get("q") ?? "");
  const choose = (to: Partial<Choice & { typed: string }>): void => {
    const { sort, filter, typed: words } = { ...choice, typed, ...to };
    setTyped(words);
    setParams(
      {
        ...(sort === "activity" ? {} : { sort }),
        ...(filter === "all" ? {} : { show: filter }),
        ...(words === "" ? {} : { q: words }),
      },
      { replace: true, preventScrollReset: true },
    );
  };
  const query = useApi(
    "views.progress",
    { path: me, query: { sort: choice.sort, extended: "normal" } },
    { keepsPrevious: true },
  );
  return (
    <Page title="Progress" lead="How far you are with your shows. Specials and hidden seasons do not count.">
      <GoesOn query={query} skeleton={<ProgressSkeleton />}>
        {({ items }) =>
          items.length === 0 ? (
            <NoShows />
          ) : (
            <>
              <Choices
                sort={choice.sort}
                filter={choice.filter}
                typed={typed}
                counts={(filter) => items.filter((one) => isIn(one, filter)).length}
                onSort={(sort) => choose({ sort })}
                onFilter={(filter) => choose({ filter })}
                onType={(words) => choose({ typed: words })}
              />
              <Shows
                items={items}
                filter={choice.filter}
                typed={typed}
                onAll={() => choose({ filter: "all", typed: "" })}
              />
            </>
          )
        }
      </GoesOn>
    </Page>
  );
}

interface ShowsProps {
  items: readonly ShowProgress[];
  filter: Filter;
  typed: string;
  onAll(): void;
}

function Shows({ items, filter, typed, onAll }: ShowsProps): ReactElement {
  const nowMs = useNow();
  const { data } = useApi("views.calendar", { path: me, query: { days: 62 } });
  const upcoming = useMemo(() => (data === undefined ? undefined : nextAirings(data, nowMs)), [data, nowMs]);
  const wanted = useDeferredValue(typed);
  const shown = useMemo(
    () => items.filter((one) => isIn(one, filter) && isFound(one.show.title, wanted)),
    [items, filter, wanted],
  );
  return (
    <>
      <p className={styles.sums} role="status">
        {sumWords(sumsOf(shown))}
      </p>
      <Card inset="flush">
        {shown.length === 0 ? (
          <EmptyState icon="search" title="No show is like that" actions={<Button onClick={onAll}>Show all</Button>}>
            Try another word or another filter.
          </EmptyState>
        ) : (
          <ul aria-label="Shows">
            {shown.map((one) => (
              <ShowRow key={one.show.ids.trakt} one={one} airing={upcoming?.get(one.show.ids.trakt)} />
            ))}
          </ul>
        )}
      </Card>
    </>
  );
}

const NoShows = (): ReactElement => (
  <Card>
    <EmptyState
      icon="progress"
      title="No shows yet"
      actions={
        <LinkButton to="/calendar" look="primary">
          See what airs
        </LinkButton>
      }
    >
      As soon as an episode is marked as watched at Trakt, its show is here with all that is left of it. Shows that you
      hid from progress or dropped stay away.
    </EmptyState>
  </Card>
);
