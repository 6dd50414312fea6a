import type { ReplyOf } from "@showrunner/client/asked.ts";
import { type ReactElement, useState } from "react";
import { Link } from "react-router";
import { me, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Progress } from "../../ui/progress.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { useNow, useZone } from "../../ui/time.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { dayLabel, dayOf } from "../home/by-day.ts";
import { BecameLines } from "./undo-lines.tsx";
import { becameOf } from "./undo-progress.ts";
import styles from "./undo-history.module.css";

type Undo = ReplyOf<"undo.list">["items"][number];

/** While something is being taken back, it is looked at so often. */
const lookMs = 3000;

/** What was taken back, the newest first, and what is being. */
export function UndoHistory(): ReactElement {
  const undos = useApi("undo.list", { path: me });
  const isGoing = undos.data?.items.some(({ state }) => state === "going") === true;
  // The same question, asked again and again until all is taken back.
  useApi("undo.list", { path: me }, { isEnabled: isGoing, everyMs: lookMs });
  return (
    <Card inset="flush">
      <Loaded query={undos} skeleton={<SkeletonRows count={2} height="4.5rem" label="Loading what was undone" />}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="undo" title="Nothing was undone yet">
              What you take back stands here, with how far it has come.
            </EmptyState>
          ) : (
            <ul>
              {items
                .toSorted((a, b) => (a.askedAt < b.askedAt ? 1 : -1))
                .map((undo) => (
                  <UndoRow key={undo.id} undo={undo} />
                ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}

function UndoRow({ undo }: { undo: Undo }): ReactElement {
  const [isOpen, setOpen] = useState(false);
  const isGoing = undo.state === "going";
  return (
    <li className={styles.undo}>
      <div className={styles.line}>
        <div className={styles.words}>
          <p className={styles.title}>
            <ScopeWords scope={undo.scope} />
          </p>
          <p className={styles.soft}>
            asked <Timestamp at={undo.askedAt} look="exact" />
          </p>
        </div>
        <Badge tone={isGoing ? "wait" : "good"} icon={isGoing ? "replay" : "check"}>
          {isGoing ? "Being taken back" : "Done"}
        </Badge>
        <Button
          size="s"
          look="quiet"
          icon={isOpen ? "up" : "down"}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          What became of it
        </Button>
      </div>
      {(isGoing || isOpen) && <Became undo={undo} isOpen={isOpen} />}
    </li>
  );
}

function Became({ undo, isOpen }: { undo: Undo; isOpen: boolean }): ReactElement {
  const isGoing = undo.state === "going";
  const preview = useApi("undo.preview", { path: me, body: undo.scope }, { everyMs: isGoing ? lookMs : false });
  return (
    <div className={styles.became}>
      <Loaded query={preview} skeleton={<SkeletonRows count={1} height="3rem" label="Looking at Trakt" />}>
        {(data) => {
          const became = becameOf(data);
          const done = became.taken.length;
          const all = done + became.going.length;
          return (
            <>
              {isGoing && all > 0 && (
                <Progress value={done} max={all} label="Taken back" detail={`${done} of ${all}`} />
              )}
              {isOpen && <BecameLines became={became} />}
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

function ScopeWords({ scope }: { scope: Undo["scope"] }): ReactElement {
  const today = dayOf(useNow(), useZone());
  const rules = useApi("rules.list", { path: me, query: { limit: 200 } }, { isEnabled: scope.what === "rule" });
  switch (scope.what) {
    case "run":
      return <RunWords runId={scope.runId} />;
    case "day":
      return <>A day: {dayLabel(scope.day, today)}</>;
    case "rule":
      return <>A rule: {rules.data?.items.find(({ id }) => id === scope.ruleId)?.name ?? "one that is gone"}</>;
  }
}

function RunWords({ runId }: { runId: string }): ReactElement {
  const run = useApi("runs.explain", { path: { ...me, run: runId } });
  return (
    <Link to={`/runs/${runId}`}>{run.data === undefined ? "One run" : `${run.data.about}: ${run.data.rule.name}`}</Link>
  );
}
