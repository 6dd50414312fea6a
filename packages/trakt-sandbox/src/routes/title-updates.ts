import type { Answer } from "../http/answer.ts";
import { isoOf, type Call, type Route } from "../http/call.ts";
import { listed } from "../http/media.ts";
import { page } from "../http/pages.ts";
import { titleItem } from "../http/titles.ts";
import { moviesOf, refOf, showsOf, type KnownTitle } from "../world/titles.ts";

const dayMs = 86_400_000;
/** How far back updates are kept. Trakt: /shows/updates. */
const updatesDays = 30;

const titlesOf = { movies: moviesOf, shows: showsOf };

export const titleUpdateRoutes: readonly Route[] = (["movies", "shows"] as const).flatMap((kind) =>
  ["/id", "/id/:start_date", "", "/:start_date"].map((rest): Route => ({
    method: "GET",
    path: `/${kind}/updates${rest}`,
    auth: "optional",
    dialect: "rails",
    handle: (call) => updates(call, titlesOf[kind](call.state.library), rest.startsWith("/id")),
  })),
);

/** Those that changed since the day asked for (yesterday when none is), the newest first. */
function updates(call: Call, titles: readonly KnownTitle[], idsOnly: boolean): Answer {
  const asked = Date.parse(call.params.start_date ?? "");
  const earliest = Math.floor(call.nowMs / dayMs) * dayMs - updatesDays * dayMs;
  const from = Math.max(Number.isNaN(asked) ? call.nowMs - dayMs : asked, earliest);
  const changed = titles
    .filter((title) => updatedAt(title) >= from)
    .toSorted((a, b) => updatedAt(b) - updatedAt(a) || refOf(a).trakt - refOf(b).trakt);
  const headers = { "x-start-date": isoOf(from) };
  return page(call, changed, { defaultLimit: 10, headers }, (title) =>
    idsOnly ? refOf(title).trakt : listed(call, { updated_at: isoOf(updatedAt(title)) }, titleItem(call, title)),
  );
}

function updatedAt(title: KnownTitle): number {
  return title.type === "movie" ? title.movie.updatedAt : title.show.updatedAt;
}
