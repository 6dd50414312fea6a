import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { client, keyOf, me } from "./api.ts";

/** Many things may happen within one poll of Trakt: what is shown is renewed once for all of them. */
const gatherMs = 800;
const pollMs = 30_000;

/** Keeps what is shown up to date while somebody looks: told by the server, or by asking for home's overview now and then. */
export function useLive(way: "sse" | "poll"): void {
  const queries = useQueryClient();
  useEffect(() => (way === "sse" ? listen(queries) : poll(queries)), [way, queries]);
}

const renew = (queries: QueryClient): void =>
  void queries.invalidateQueries({
    predicate: ({ queryKey, meta }) => meta?.["isFixed"] !== true && queryKey[0] !== "session.get",
  });

/** Browsers connect again by themselves; what happened meanwhile is asked for then. */
function listen(queries: QueryClient): () => void {
  const source = new EventSource("/api/v1/accounts/me/live");
  let gathering: ReturnType<typeof setTimeout> | undefined;
  let wasCut = false;
  const changed = (): void => {
    gathering ??= setTimeout(() => {
      gathering = undefined;
      renew(queries);
    }, gatherMs);
  };
  source.addEventListener("changed", changed);
  source.addEventListener("open", () => {
    if (wasCut) changed();
    wasCut = false;
  });
  source.addEventListener("error", () => {
    wasCut = true;
  });
  return () => {
    source.close();
    clearTimeout(gathering);
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
