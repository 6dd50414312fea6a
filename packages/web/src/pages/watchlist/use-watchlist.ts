import { useInfiniteQuery } from "@tanstack/react-query";
import { client, me } from "../../app/api.ts";
import type { WatchlistReply } from "./budget-parts.ts";

export interface Watchlist {
  /** The first page: its numbers are of the whole list. */
  first: WatchlistReply | undefined;
  items: WatchlistReply["items"];
  error: Error | null;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore(): void;
  refetch(): void;
}

const fromStart = (): string | null => null;

/** The watchlist and its budget, as far as it has been read. */
export function useWatchlist(): Watchlist {
  const query = useInfiniteQuery({
    queryKey: ["views.watchlist", "pages"],
    queryFn: ({ signal, pageParam }) =>
      client.call("views.watchlist", {
        path: me,
        signal,
        query: { limit: 50, ...(pageParam === null ? {} : { after: pageParam }) },
      }),
    initialPageParam: fromStart(),
    getNextPageParam: (page) => page.next,
  });
  return {
    first: query.data?.pages[0],
    items: query.data?.pages.flatMap(({ items }) => items) ?? [],
    error: query.error,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    refetch: () => void query.refetch(),
  };
}
