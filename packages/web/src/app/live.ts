import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { client, keyOf, me } from "./api.ts";
import { isTouched, kindsIn } from "./live-kinds.ts";

/** Many things may happen within one poll of Trakt: what is shown is renewed once for all of them. */
const gatherMs = 800;
const pollMs = 30_000;

/** Keeps what is shown up to date while somebody looks: told by the server, or by asking for home's overview now and then. */
export function useLive(way: "sse" | "poll"): void {
  const queries = useQueryClient();
  useEffect(() => (way === "sse" ? listen(queries) : poll(queries)), [way, queries]);
}

function renew(queries: QueryClient, kinds?: ReadonlySet<string>): void {
  void queries.invalidateQueries({
    predicate: ({ queryKey: [id], meta }) =>
      meta?.["isFixed"] !== true && id !== "session.get" && (kinds === undefined || isTouched(id, kinds)),
  });
}

/** Browsers connect again by themselves, but not after an answer that was no stream: then it is tried again now and then. */
function listen(queries: QueryClient): () => void {
  let source: EventSource;
  let gathering: ReturnType<typeof setTimeout> | undefined;
  let beginning: ReturnType<typeof setTimeout> | undefined;
  let wasCut = false;
  const kinds = new Set<string>();
  const renewSoon = (): void => {
    gathering ??= setTimeout(() => {
      gathering = undefined;
      renew(queries, new Set(kinds));
      kinds.clear();
    }, gatherMs);
  };
  const begin = (): void => {
    source = new EventSource("/api/v1/accounts/me/live");
    source.addEventListener("changed", ({ data }) => {
      // What cannot be read may be anything.
      for (const kind of kindsIn(data) ?? ["?"]) kinds.add(kind);
      renewSoon();
    });
    source.addEventListener("open", () => {
      // What happened meanwhile was not told.
      if (wasCut) renew(queries);
      wasCut = false;
    });
    source.addEventListener("error", () => {
      wasCut = true;
      if (source.readyState === EventSource.CLOSED) beginning = setTimeout(begin, pollMs);
    });
  };
  begin();
  return () => {
    source.close();
    clearTimeout(gathering);
    clearTimeout(beginning);
  };
}

/** When the overview differs from the one before, the rest may too. */
function poll(queries: QueryClient): () => void {
  const key = keyOf("home.overview", { path: me });
  const ask = async (): Promise<void> => {
    if (document.visibilityState !== "visible") return;
    const before = queries.getQueryData(key);
    const now = await client.call("home.overview", { path: me });
    queries.setQueryData(key, now);
    if (before !== undefined && queries.getQueryData(key) !== before) renew(queries);
  };
  const timer = setInterval(() => void ask().catch(() => undefined), pollMs);
  return () => clearInterval(timer);
}
