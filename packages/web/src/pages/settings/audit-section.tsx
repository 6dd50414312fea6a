import type { ReactElement } from "react";
import type { ReplyOf } from "@showrunner/client/asked.ts";
import { me, usePages } from "../../app/api.ts";
import { LoadedPages } from "../../app/problem-view.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Card, Stack } from "../../ui/card.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { RowItem, Rows } from "../../ui/rows.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { EmptyState, sentence } from "../../ui/states.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { useAllRules } from "../channels/use-all-rules.ts";
import { byWords } from "./audit-words.ts";

type Entry = ReplyOf<"audit.list">["items"][number];

/** What was done in the account and by whom. */
export function AuditSection(): ReactElement {
  const entries = usePages("audit.list", { path: me, query: { limit: 10 } });
  const rules = useAllRules();
  // What is done to a rule by its id is told by the name that it has now.
  const nameOf = (about: string): string => rules.data?.find(({ id }) => id === about)?.name ?? about;
  return (
    <Stack gap={3}>
      <Card inset="flush">
        <LoadedPages
          pages={entries}
          skeleton={<SkeletonRows count={5} label="Loading the log" />}
          empty={
            <EmptyState icon="list" title="Nothing was noted yet">
              Sign-ins, keys, channels and changes to rules show up here.
            </EmptyState>
          }
        >
          {(items) => (
            <Rows label="Account log">
              {items.map((entry) => (
                <EntryLine key={entry.id} entry={entry} nameOf={nameOf} />
              ))}
            </Rows>
          )}
        </LoadedPages>
      </Card>
      <LoadMore
        hasMore={entries.hasMore}
        isLoading={entries.isLoadingMore}
        onLoad={entries.loadMore}
        label="Show older entries"
      />
    </Stack>
  );
}

interface EntryLineProps {
  entry: Entry;
  nameOf(about: string): string;
}

function EntryLine({ entry, nameOf }: EntryLineProps): ReactElement {
  return (
    <RowItem
      title={sentence(entry.about === null ? entry.what : `${entry.what}: ${nameOf(entry.about)}`).replace(/\.$/, "")}
      detail={byWords(entry.by)}
      after={
        <>
          {entry.outcome === "refused" && (
            <Badge tone="bad">Refused{entry.code === null ? "" : `: ${entry.code}`}</Badge>
          )}
          {entry.outcome === "begun" && <Badge tone="wait">Not known to have ended</Badge>}
          <Timestamp at={entry.at} />
        </>
      }
    />
  );
}
