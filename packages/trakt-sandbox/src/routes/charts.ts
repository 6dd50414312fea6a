import { json, notFoundPage, type Answer } from "../http/answer.ts";
import type { Call, Route } from "../http/call.ts";
import { titlePasses } from "../http/filters.ts";
import { listed } from "../http/media.ts";
import { page } from "../http/pages.ts";
import { ignoredTitles, titleBody, titleItem } from "../http/titles.ts";
import { boxOffice } from "../world/box-office.ts";
import * as Charts from "../world/charts.ts";
import { moviesOf, showsOf, titleKeyOf, type KnownTitle } from "../world/titles.ts";

type Kind = "movies" | "shows" | "media";

interface Chart {
  /** Whether a period may stand in its path. */
  periods?: readonly Charts.Period[];
  of(call: Call, titles: readonly KnownTitle[], period: Charts.Period): Charts.Charted[];
  /** What is said beside the title; undefined where the chart gives the bare titles. */
  counts?: (call: Call, one: Charts.Charted, place: number) => Record<string, unknown>;
}

const periods: readonly Charts.Period[] = ["daily", "weekly", "monthly", "all"];

const most = (by: "plays" | "watchers" | "collectors"): Chart => ({
  periods,
  of: (call, titles, period) => Charts.mostIn(call.state, titles, by, period, call.nowMs),
  counts: (_call, { title, audience }) => ({
    watcher_count: audience.watchers,
    play_count: audience.plays,
    collected_count: audience.collected,
    ...(title.type === "show" ? { collector_count: audience.collectors } : {}),
  }),
});

const charts: Readonly<Record<string, Chart>> = {
  trending: {
    of: (call, titles) => Charts.trending(call.state, titles, call.nowMs),
    counts: (_call, { count }) => ({ watchers: count }),
  },
  popular: { of: (_call, titles) => Charts.popular(titles) },
  "popular/next": {
    of: (call, titles) => Charts.popularAndWatched(call.state, titles),
    counts: (_call, { audience }, place) => ({ rank: place, plays: audience.plays, watchers: audience.watchers }),
  },
  played: most("plays"),
  watched: most("watchers"),
  collected: most("collectors"),
  favorited: {
    periods,
    of: (call, titles, period) => Charts.mostIn(call.state, titles, "favorites", period, call.nowMs),
    counts: (_call, { count }) => ({ user_count: count }),
  },
  anticipated: {
    of: (call, titles) => Charts.anticipated(call.state, titles, call.nowMs),
    counts: (_call, { count }) => ({ list_count: count }),
  },
  // Trakt does not say what makes a title hot: here, the lists that it came onto this week.
  hot: {
    of: (call, titles) => Charts.mostIn(call.state, titles, "lists", "weekly", call.nowMs),
    counts: (_call, { count }) => ({ list_count: count }),
  },
  streaming: {
    periods: ["daily", "weekly", "monthly"],
    of: (call, titles, period) => Charts.streaming(call.state, titles, period, call.nowMs),
    counts: (_call, { before }, place) => ({ rank: place, delta: before === undefined ? null : before - place }),
  },
};

const titlesOf: Readonly<Record<Kind, (call: Call) => KnownTitle[]>> = {
  movies: (call) => moviesOf(call.state.library),
  shows: (call) => showsOf(call.state.library),
  media: (call) => [...moviesOf(call.state.library), ...showsOf(call.state.library)],
};

export const chartRoutes: readonly Route[] = [
  { method: "GET", path: "/movies/boxoffice", auth: "optional", dialect: "workers", handle: answerBoxOffice },
  ...(["movies", "shows", "media"] as const).flatMap((kind) =>
    Object.entries(charts)
      // There is no hot list of both together.
      .filter(([name]) => kind !== "media" || name !== "hot")
      .flatMap(([name, chart]) =>
        ["", ...(chart.periods === undefined ? [] : ["/:period"])].map((rest): Route => ({
          method: "GET",
          path: `/${kind}/${name}${rest}`,
          auth: "optional",
          dialect: "workers",
          handle: (call) => answer(call, kind, name, chart),
        })),
      ),
  ),
];

function answer(call: Call, kind: Kind, name: string, chart: Chart): Answer {
  const period =
    chart.periods === undefined ? "all" : chart.periods.find((one) => one === (call.params.period ?? "weekly"));
  if (period === undefined) return notFoundPage();
  const all = titlesOf[kind](call);
  const ignored = ignoredTitles(call);
  const entries = chart
    .of(call, all, period)
    .map((one, at) => ({ ...one, place: at + 1 }))
    .filter(({ title }) => titlePasses(call.query, title) && !ignored.has(titleKeyOf(title)));
  const headers: Record<string, string> =
    name === "trending" ? { "x-trending-user-count": String(entries.reduce((sum, { count }) => sum + count, 0)) } : {};
  return page(call, entries, { defaultLimit: 10, headers }, ({ place, ...one }) =>
    chart.counts === undefined
      ? titleBody(call, one.title)
      : listed(call, chart.counts(call, one, place), titleItem(call, one.title)),
  );
}

/** Not paged, whatever is asked. */
function answerBoxOffice(call: Call): Answer {
  const best = boxOffice(call.state.library, call.nowMs);
  return json(best.map(({ title, revenue }) => listed(call, { revenue }, titleItem(call, title))));
}
