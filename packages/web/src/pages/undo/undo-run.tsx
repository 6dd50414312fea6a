import { type ReactElement, useState } from "react";
import { me, usePages } from "../../app/api.ts";
import { LoadedPages } from "../../app/problem-view.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { RowItem, Rows } from "../../ui/rows.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { capital } from "../trace/outcomes.ts";
import { undoableRuns } from "./undoable-runs.ts";
import { UndoDialog } from "./undo-dialog.tsx";
import { useUndoneRuns } from "./undone-runs.ts";

/** The latest runs that changed something, each to be taken back. */
export function UndoRun({ onUndone }: { onUndone(): void }): ReactElement {
  const pages = usePages("home.timeline", { path: me, query: { acted: "true", limit: 20 } });
  const undone = useUndoneRuns();
  const [chosen, setChosen] = useState<string>();
  return (
    <Card inset="flush">
      <LoadedPages
        pages={pages}
        skeleton={<SkeletonRows count={5} height="4.25rem" label="Loading runs" />}
        empty={
          pages.hasMore ? (
            <></>
          ) : (
            <EmptyState icon="undo" title="No rule has done anything yet">
              Once rules act, what they did stands here, and can be taken back.
            </EmptyState>
          )
        }
      >
        {(items) => {
          const runs = undoableRuns(items).filter(({ id }) => undone?.has(id) !== true);
          if (runs.length === 0)
            return (
              <EmptyState icon="good" title="There is nothing to take back here">
                The latest runs changed nothing at Trakt: what people were told stays told.
              </EmptyState>
            );
          return (
            <Rows label="Runs">
              {runs.map(({ id, at, rule, about, effects, isOpen }) => (
                <RowItem
                  key={id}
                  title={effects.map(capital).join(", ")}
                  detail={
                    <>
                      {rule} on “{about}”, <Timestamp at={at} look="exact" />
                    </>
                  }
                  after={
                    <>
                      {isOpen && <Badge tone="wait">not done yet</Badge>}
                      <Button size="s" icon="undo" aria-label={`Undo: ${about}, ${rule}`} onClick={() => setChosen(id)}>
                        Undo
                      </Button>
                    </>
                  }
                  to={`/runs/${id}`}
                />
              ))}
            </Rows>
          );
        }}
      </LoadedPages>
      <LoadMore
        hasMore={pages.hasMore}
        isLoading={pages.isLoadingMore}
        onLoad={pages.loadMore}
        label="Show older runs"
      />
      <UndoDialog
        isOpen={chosen !== undefined}
        onClose={() => setChosen(undefined)}
        title="Undo this run?"
        scope={{ what: "run", runId: chosen ?? "" }}
        onUndone={onUndone}
      />
    </Card>
  );
}
