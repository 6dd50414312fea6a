import { createApi } from "@showrunner/api/app.ts";
import { systemRandom } from "@showrunner/core/ids.ts";
import { Secret } from "@showrunner/core/secret.ts";
import manifest from "../package.json" with { type: "json" };
import { depths } from "./depths.ts";
import type { Opened } from "./open.ts";

/** The API within this process: how it is asked, as whoever runs the place. */
export interface OwnApi {
  fetch(url: string, init: RequestInit): Promise<Response>;
  headers: Readonly<Record<string, string>>;
}

/** Makes the API over this machine's data for this process alone; nobody else hears of it, nor of its password. */
export function ownApi({ ctx, database }: Opened, mode: "sandbox" | "trakt"): OwnApi {
  const password = systemRandom.id("own");
  const api = createApi(ctx, {
    mode,
    version: manifest.version,
    queues: () => depths(database),
    startedAt: ctx.clock.now(),
    operatorPassword: new Secret(password),
    tellsDefects: true,
  });
  return {
    fetch: async (url, init) => await api.fetch(new Request(url, init)),
    headers: { authorization: `Basic ${Buffer.from(`cli:${password}`).toString("base64")}` },
  };
}
