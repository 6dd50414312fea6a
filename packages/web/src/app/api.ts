import type { Asked, EndpointId, PagedId, ReplyOf } from "@showrunner/client/asked.ts";
import { createClient } from "@showrunner/client/client.ts";
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from "@tanstack/react-query";
import { useToast } from "../ui/toasts.tsx";
import { troubleOf } from "./trouble.ts";

/** The server that this page came from, known to it by the session's cookie. */
export const client = createClient({ baseUrl: "" });

/** The account of whoever is signed in: `useApi("rules.list", { path: me })`. */
export const me = { account: "me" };

interface ApiOptions {
  /** It is not asked before this is true. */
  isEnabled?: boolean | undefined;
  /** What is shown stays until the next answer is there: filters, searches. */
  keepsPrevious?: boolean | undefined;
  /** Nothing that happens changes the answer: live updates leave it alone. */
  isFixed?: boolean | undefined;
  /** Asks again and again, for work under way. */
  everyMs?: number | false | undefined;
}

type Arguments<Id extends EndpointId> =
  Record<string, never> extends Asked<Id>
    ? [asked?: Asked<Id> | undefined, options?: ApiOptions]
    : [asked: Asked<Id>, options?: ApiOptions];

const isAsked = <Id extends EndpointId>(_id: Id, asked: unknown): asked is Asked<Id> =>
  typeof asked === "object" && asked !== null;

function withParts<Id extends EndpointId>(id: Id, asked: unknown, more: object): Asked<Id> {
  const whole: unknown = { ...(typeof asked === "object" ? asked : {}), ...more };
  if (isAsked(id, whole)) return whole;
  throw new TypeError(`nothing is asked of ${id}`);
}

export const keyOf = (id: EndpointId, asked?: unknown): readonly unknown[] => [id, asked ?? {}];

/** Asks one thing of the API and keeps the answer fresh. */
export function useApi<Id extends EndpointId>(
  id: Id,
  ...[asked, options = {}]: Arguments<Id>
): UseQueryResult<ReplyOf<Id>> {
  return useQuery<ReplyOf<Id>>({
    queryKey: keyOf(id, asked),
    queryFn: ({ signal }) => callWith(id, withParts(id, asked, { signal })),
    enabled: options.isEnabled ?? true,
    meta: { isFixed: options.isFixed === true },
    refetchInterval: options.everyMs ?? false,
    ...(options.keepsPrevious === true ? { placeholderData: keepPreviousData } : {}),
    ...(options.isFixed === true ? { staleTime: Infinity } : {}),
  });
}

/** The client's arguments are a tuple by the endpoint's needs; what is asked of it is checked where it was written. */
function callWith<Id extends EndpointId>(id: Id, asked: Asked<Id>): Promise<ReplyOf<Id>> {
  const call: (id: Id, asked: Asked<Id>) => Promise<ReplyOf<Id>> = client.call;
  return call(id, asked);
}

export type ItemOf<Id extends PagedId> = ReplyOf<Id> extends { items: (infer Item)[] } ? Item : never;

function itemsOf<Id extends PagedId>(page: ReplyOf<Id>): ItemOf<Id>[] {
  const isPage = (value: unknown): value is { items: ItemOf<Id>[] } =>
    typeof value === "object" && value !== null && "items" in value;
  return isPage(page) ? page.items : [];
}

export interface Pages<Item> {
  items: readonly Item[];
  /** Nothing has been answered yet. */
  isPending: boolean;
  error: Error | null;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore(): void;
  refetch(): void;
}

/** A list of the API that goes on by cursors, as far as it has been read. */
export function usePages<Id extends PagedId>(id: Id, asked: Asked<Id>, options: ApiOptions = {}): Pages<ItemOf<Id>> {
  const query = useInfiniteQuery({
    queryKey: [id, asked, "pages"],
    queryFn: ({ signal, pageParam }) => {
      const before = "query" in asked && typeof asked.query === "object" ? asked.query : {};
      const more = pageParam === null ? { signal } : { signal, query: { ...before, after: pageParam } };
      return callWith(id, withParts(id, asked, more));
    },
    initialPageParam: startOfList(),
    getNextPageParam: (page) => page.next,
    enabled: options.isEnabled ?? true,
    refetchInterval: options.everyMs ?? false,
    ...(options.keepsPrevious === true ? { placeholderData: keepPreviousData } : {}),
  });
  return {
    items: query.data?.pages.flatMap((page) => itemsOf<Id>(page)) ?? [],
    isPending: query.isPending,
    error: query.error,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    refetch: () => void query.refetch(),
  };
}

const startOfList = (): string | null => null;

interface ActOptions<Id extends EndpointId> {
  /** Said when it is done. */
  done?: string | ((reply: ReplyOf<Id>) => string) | undefined;
  /** The caller shows what went wrong, beside the form; otherwise a toast does. */
  showsTrouble?: boolean | undefined;
}

/**
 * Changes something: `const save = useAct("rules.save"); await save.mutateAsync({ path: me, body })`. Each press is one
 * write, however often it is sent; what is shown is asked for again when it is done.
 */
export function useAct<Id extends EndpointId>(
  id: Id,
  options: ActOptions<Id> = {},
): UseMutationResult<ReplyOf<Id>, Error, Asked<Id>> {
  const queries = useQueryClient();
  const toast = useToast();
  return useMutation<ReplyOf<Id>, Error, Asked<Id>>({
    mutationFn: (asked) => callWith(id, withParts(id, asked, { idempotencyKey: freshKey() })),
    onSuccess: async (reply) => {
      const words = typeof options.done === "function" ? options.done(reply) : options.done;
      if (words !== undefined) toast.good(words);
      await queries.invalidateQueries({ predicate: (query) => query.meta?.["isFixed"] !== true });
    },
    onError: (error) => {
      if (options.showsTrouble === true) return;
      const { message, hint } = troubleOf(error);
      toast.bad({ title: message, description: hint });
    },
  });
}

/** 128 random bits; `randomUUID` is there only over https. */
function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
