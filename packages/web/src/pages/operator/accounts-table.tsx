import type { ReactElement } from "react";
import { usePages } from "../../app/api.ts";
import { LoadedPages } from "../../app/problem-view.tsx";
import { Badge, Status } from "../../ui/badge.tsx";
import { Card } from "../../ui/card.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { Section } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { type AccountRow, connectionTone } from "./operator-words.ts";

const at = (iso: string | null): ReactElement => (iso === null ? <span>not yet</span> : <Timestamp at={iso} />);

const columns: readonly Column<AccountRow>[] = [
  { id: "username", header: "Account", isName: true, cell: ({ username }) => username },
  {
    id: "connection",
    header: "Trakt",
    cell: ({ connection, unsettled }) => (
      <>
        <Status tone={connectionTone[connection].tone}>{connectionTone[connection].words}</Status>{" "}
        {unsettled && <Badge tone="wait">Not all could be read</Badge>}
      </>
    ),
  },
  {
    id: "tier",
    header: "Looked at",
    cell: ({ tierMinutes }) =>
      tierMinutes === null ? "not at all" : tierMinutes === 1 ? "each minute" : `every ${tierMinutes} min`,
  },
  { id: "change", header: "Last change", cell: ({ lastChangeAt }) => at(lastChangeAt) },
  { id: "next", header: "Next look", cell: ({ nextPollAt }) => at(nextPollAt) },
  { id: "since", header: "Here since", cell: ({ createdAt }) => <Timestamp at={createdAt} look="day" /> },
];

/** Every account and how it fares. */
export function AccountsTable(): ReactElement {
  const accounts = usePages("operator.accounts", { query: { limit: 50 } });
  return (
    <Section title="Accounts">
      <Card inset="flush">
        <LoadedPages
          pages={accounts}
          skeleton={<SkeletonRows count={6} height="3.25rem" label="Loading accounts" />}
          empty={
            <EmptyState icon="friends" title="Nobody is here yet">
              Whoever signs in with Trakt shows up here.
            </EmptyState>
          }
        >
          {(items) => <Table label="Accounts" columns={columns} rows={items} keyOf={({ id }) => id} />}
        </LoadedPages>
      </Card>
      <LoadMore
        hasMore={accounts.hasMore}
        isLoading={accounts.isLoadingMore}
        onLoad={accounts.loadMore}
        label="Show more accounts"
      />
    </Section>
  );
}
