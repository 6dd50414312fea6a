import type { ReactElement } from "react";
import { ProblemView } from "../../app/problem-view.tsx";
import { LinkButton, OutsideLinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { Rows } from "../../ui/rows.tsx";
import { Skeleton, SkeletonRows } from "../../ui/skeleton.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Budget } from "./budget.tsx";
import { addersOf } from "./budget-parts.ts";
import { BudgetRules } from "./budget-rules.tsx";
import { TakenOff } from "./taken-off.tsx";
import { useWatchlist, type Watchlist } from "./use-watchlist.ts";
import { WatchlistRow } from "./watchlist-row.tsx";
import styles from "./watchlist-page.module.css";

/** The watchlist: how much room there is, who put what there, and what rules took off again. */
export function WatchlistPage(): ReactElement {
  const list = useWatchlist();
  return (
    <Page
      title="Watchlist"
      lead="How much room is left on your watchlist at Trakt, and what rules do with it."
      actions={
        <OutsideLinkButton href="https://trakt.tv/users/me/watchlist" isNewTab icon="external">
          At Trakt
        </OutsideLinkButton>
      }
    >
      {list.first !== undefined ? (
        <Whole list={list} first={list.first} />
      ) : list.error !== null ? (
        <ProblemView error={list.error} onRetry={list.refetch} />
      ) : (
        <WatchlistSkeleton />
      )}
    </Page>
  );
}

function Whole({ list, first }: { list: Watchlist; first: NonNullable<Watchlist["first"]> }): ReactElement {
  return (
    <>
      <Budget reply={first} />
      <BudgetRules rules={first.rules} adders={addersOf(first.items)} />
      <Section
        title="On the list"
        lead={
          list.items.some(({ evictable }) => evictable)
            ? "When a rule needs a place and none is left, it takes off the oldest of its own that may make room."
            : undefined
        }
      >
        <Card inset="flush">
          {list.items.length === 0 ? (
            <NothingListed />
          ) : (
            <Rows label="On the watchlist">
              {list.items.map((item) => (
                <WatchlistRow key={item.key} item={item} />
              ))}
            </Rows>
          )}
          <LoadMore hasMore={list.hasMore} isLoading={list.isLoadingMore} onLoad={list.loadMore} label="Show older" />
        </Card>
      </Section>
      <TakenOff items={first.takenOff} />
    </>
  );
}

const NothingListed = (): ReactElement => (
  <EmptyState
    icon="watchlist"
    title="Your watchlist is empty"
    actions={
      <LinkButton to="/rules/recipes" look="primary" icon="spark">
        Browse recipes
      </LinkButton>
    }
  >
    Add what you want to see at Trakt, or let a rule do it: “Premieres to my watchlist” puts new shows of your taste
    here.
  </EmptyState>
);

const WatchlistSkeleton = (): ReactElement => (
  <>
    <Card>
      <div className={styles.budget}>
        <Skeleton shape="title" width="14rem" height="2.25rem" />
        <Skeleton height="1.25rem" />
        <Skeleton width="70%" height="1.25rem" />
      </div>
    </Card>
    <Card inset="flush">
      <SkeletonRows count={8} height="4rem" label="Loading the watchlist" />
    </Card>
  </>
);
