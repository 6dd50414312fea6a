import type { ReplyOf } from "@showrunner/client/asked.ts";
import type { ReactElement } from "react";
import { me, useAct, usePages } from "../../app/api.ts";
import { LoadedPages } from "../../app/problem-view.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Icon } from "../../ui/icon.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { Section } from "../../ui/page.tsx";
import { RowItem, Rows } from "../../ui/rows.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { deadTitle } from "./dead-words.ts";

/** They want to be known of, and not to fill the page. */
const shownAtOnce = 3;

type Dead = ReplyOf<"dead.list">["items"][number];

/** What failed for good, and may be tried again. */
export function DeadLetters({ count }: { count: number }): ReactElement {
  const pages = usePages("dead.list", { path: me, query: { limit: shownAtOnce } });
  const retryAll = useAct("dead.retry", { done: ({ retried }) => `${retried.length} tried again.` });
  return (
    <div id="dead">
      <Section
        title="Failed for good"
        lead="Each was tried until there was no hope left. Once what was wrong is put right, try it again: nothing is done twice."
        actions={
          count > 1 && (
            <Button
              size="s"
              icon="replay"
              isBusy={retryAll.isPending}
              onClick={() => retryAll.mutate({ path: me, body: { all: true } })}
            >
              Try all again
            </Button>
          )
        }
      >
        <Card inset="flush">
          <LoadedPages
            pages={pages}
            skeleton={
              <SkeletonRows count={Math.min(count, shownAtOnce)} height="4.25rem" label="Loading what failed" />
            }
            empty={<></>}
          >
            {(items) => (
              <Rows label="Failed for good">
                {items.map((dead) => (
                  <DeadRow key={dead.id} dead={dead} />
                ))}
              </Rows>
            )}
          </LoadedPages>
          <LoadMore hasMore={pages.hasMore} isLoading={pages.isLoadingMore} onLoad={pages.loadMore} />
        </Card>
      </Section>
    </div>
  );
}

function DeadRow({ dead }: { dead: Dead }): ReactElement {
  const retry = useAct("dead.retry", { done: "It is tried again." });
  const title = deadTitle(dead.request);
  return (
    <RowItem
      title={title}
      detail={
        <>
          {dead.outcome ?? "for no known reason"} · {dead.rule.name}
          {dead.finishedAt !== null && (
            <>
              , <Timestamp at={dead.finishedAt} />
            </>
          )}
        </>
      }
      before={<Icon name="warning" />}
      after={
        <Button
          size="s"
          isBusy={retry.isPending}
          aria-label={`Try again: ${title}`}
          onClick={() => retry.mutate({ path: me, body: { ids: [dead.id] } })}
        >
          Try again
        </Button>
      }
      to={dead.runId === null ? undefined : `/runs/${dead.runId}`}
    />
  );
}
