import { createClient } from "@showrunner/client/client.ts";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { me } from "../../app/api.ts";

export interface KeptSettings {
  settings: Readonly<Record<string, unknown>>;
  /** What they were when they were read: a save with it replaces nothing that came meanwhile. */
  etag: string | undefined;
}

/** The person's settings with their ETag. */
export function useSettings(): UseQueryResult<KeptSettings> {
  return useQuery({
    queryKey: ["settings.get", "with its ETag"],
    queryFn: async ({ signal }) => {
      let etag: string | undefined;
      const client = createClient({
        baseUrl: "",
        fetch: async (url, init) => {
          const answer = await fetch(url, init);
          etag = answer.headers.get("etag") ?? undefined;
          return answer;
        },
      });
      return { settings: await client.call("settings.get", { path: me, signal }), etag };
    },
  });
}
