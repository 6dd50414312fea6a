import { type ReactElement, useRef } from "react";
import { useSearchParams } from "react-router";
import { me, useApi, usePages } from "../../app/api.ts";
import { LoadedPages } from "../../app/problem-view.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Segments } from "../../ui/choice.tsx";
import { Field } from "../../ui/field.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { Section } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Select } from "../../ui/text-input.tsx";
import { useNow, useZone } from "../../ui/time.tsx";
import { byDay } from "./by-day.ts";
import { newWords } from "./new-rows.ts";
import { NothingYet } from "./nothing-yet.tsx";
import { TimelineRow } from "./timeline-row.tsx";
import styles from "./timeline.module.css";
import { useHeldRows } from "./use-held-rows.ts";

const everyRule = "every";

/** What happened and what rules made of it, the newest first; what is new does not move what one reads. */
export function Timeline(): ReactElement {
  const [params, setParams] = useSearchParams();
  const isActed = params.get("show") === "acted";
  const rule = params.get("rule") ?? everyRule;
  const choose = (name: string, value: string | undefined): void =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        if (value === undefined) after.delete(name);
        else after.set(name, value);
        return after;
      },
      { replace: true, preventScrollReset: true },
    );
  const rules = useApi("rules.list", { path: me, query: { limit: 200 } });
  const choices = (rules.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const isFiltered = isActed || rule !== everyRule;
  return (
    <Section
      title="What happened"
      actions={
        <div className={styles.filters}>
          <Segments
            label="What is shown"
            value={isActed ? "acted" : "all"}
            onChange={(value) => choose("show", value === "acted" ? "acted" : undefined)}
            options={[
              { value: "all", label: "All" },
              { value: "acted", label: "Acted" },
            ]}
          />
          <div className={styles.rule}>
            <Field label="By rule" isLabelHidden>
              <Select
                value={rule}
                onChange={(value) => choose("rule", value === everyRule ? undefined : value)}
                options={[{ value: everyRule, label: "Every rule" }, ...choices]}
              />
            </Field>
          </div>
        </div>
      }
    >
      <Happenings
        isActed={isActed}
        rule={rule === everyRule ? undefined : rule}
        empty={
          isFiltered ? (
            <EmptyState
              icon="search"
              title="Nothing like that"
              actions={<Button onClick={() => setParams({}, { replace: true })}>Show everything</Button>}
            >
              {isActed ? "No rule has acted here yet." : "This rule has not run yet."}
            </EmptyState>
          ) : (
            <NothingYet rules={rules.data?.items ?? []} />
          )
        }
      />
    </Section>
  );
}

interface HappeningsProps {
  isActed: boolean;
  rule: string | undefined;
  empty: ReactElement;
}

function Happenings({ isActed, rule, empty }: HappeningsProps): ReactElement {
  const query = { limit: 25, ...(isActed ? { acted: "true" as const } : {}), ...(rule === undefined ? {} : { rule }) };
  const pages = usePages("home.timeline", { path: me, query });
  const zone = useZone();
  const now = useNow();
  const list = useRef<HTMLDivElement>(null);
  const { shown, held, show } = useHeldRows(pages.items, list, `${isActed} ${rule ?? ""}`);
  const showNew = (): void => {
    show();
    list.current?.scrollIntoView({ block: "start" });
    list.current?.focus({ preventScroll: true });
  };
  // A filter that finds little may answer an empty page and more beyond it.
  const isSearching = pages.items.length === 0 && pages.hasMore;
  return (
    <div ref={list} tabIndex={-1} className={styles.timeline}>
      <p role="status" className="visually-hidden">
        {held > 0 ? `${newWords(held)} in the timeline` : ""}
      </p>
      {held > 0 && (
        <div className={styles.new}>
          <Button look="primary" size="s" icon="up" onClick={showNew}>
            {newWords(held)}
          </Button>
        </div>
      )}
      <LoadedPages
        pages={pages}
        skeleton={
          <Card inset="flush">
            <SkeletonRows count={8} height="4.5rem" label="Loading what happened" />
          </Card>
        }
        empty={isSearching ? <></> : <Card>{empty}</Card>}
      >
        {() => (
          <div className={styles.days}>
            {byDay(shown, ({ recordedtime }) => recordedtime, zone, now).map(({ day, label, items }) => (
              <div key={day}>
                <h3 className={styles.day}>{label}</h3>
                <Card inset="flush">
                  <ol aria-label={label}>
                    {items.map((happening) => (
                      <TimelineRow key={happening.id} happening={happening} />
                    ))}
                  </ol>
                </Card>
              </div>
            ))}
          </div>
        )}
      </LoadedPages>
      <LoadMore
        hasMore={pages.hasMore}
        isLoading={pages.isLoadingMore}
        onLoad={pages.loadMore}
        label={isSearching ? "Look further back" : "Show older"}
      />
    </div>
  );
}
