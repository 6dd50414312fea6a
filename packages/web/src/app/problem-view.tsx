import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactElement, ReactNode } from "react";
import { useLocation } from "react-router";
import { LinkButton } from "../ui/button.tsx";
import { ErrorState } from "../ui/states.tsx";
import type { Pages } from "./api.ts";
import { ReconnectButton } from "./reconnect-button.tsx";
import { isGone, needsReconnect, troubleOf } from "./trouble.ts";

interface ProblemViewProps {
  error: unknown;
  onRetry?: (() => void) | undefined;
  actions?: ReactNode | undefined;
}

/** What the API refused or what broke, with a way on. */
export function ProblemView({ error, onRetry, actions }: ProblemViewProps): ReactElement {
  const { pathname, search } = useLocation();
  if (needsReconnect(error))
    return (
      <ErrorState trouble={troubleOf(error)} actions={actions ?? <ReconnectButton to={`${pathname}${search}`} />} />
    );
  // Asking again for what is not there helps nobody.
  if (!isGone(error)) return <ErrorState trouble={troubleOf(error)} onRetry={onRetry} actions={actions} />;
  return <ErrorState trouble={troubleOf(error)} actions={actions ?? <LinkButton to="/">Go home</LinkButton>} />;
}

interface LoadedProps<Data> {
  query: UseQueryResult<Data>;
  /** As big as what will come. */
  skeleton: ReactNode;
  children(data: Data): ReactNode;
}

/** The answer when it is there; until then its skeleton; else what is wrong. An old answer stays while a newer one fails. */
export function Loaded<Data>({ query, skeleton, children }: LoadedProps<Data>): ReactElement {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error !== null) return <ProblemView error={query.error} onRetry={() => void query.refetch()} />;
  return <>{skeleton}</>;
}

interface LoadedPagesProps<Item> {
  pages: Pages<Item>;
  skeleton: ReactNode;
  /** What stands there when the list has nothing. */
  empty: ReactNode;
  children(items: readonly Item[]): ReactNode;
}

/** The same for a list read by pages; add a `LoadMore` below it. */
export function LoadedPages<Item>({ pages, skeleton, empty, children }: LoadedPagesProps<Item>): ReactElement {
  if (pages.isPending) return <>{skeleton}</>;
  if (pages.items.length > 0) return <>{children(pages.items)}</>;
  if (pages.error !== null) return <ProblemView error={pages.error} onRetry={pages.refetch} />;
  return <>{empty}</>;
}
