import { pick } from "../seeded.ts";
import type { World } from "../world.ts";
import type { ShowView } from "../world/library-views.ts";
import type { News } from "./story.ts";
import { addSeason, dayMs, hourMs, notYetPremiered, premiereSeason, premiereShow, roundUp } from "./timetable.ts";

/** How far ahead premieres are planned, and how far apart. */
const aheadMs = 14 * dayMs;
const everyMs = 5 * hourMs;

/** What becomes of the shows at the news' due time; returns what is planned from then on. */
export function makeNews(world: World, news: News, next: () => number): News {
  const planned = planAhead(world, news);
  const shows = planned.shows.map((trakt) => world.show(trakt));
  const at = news.dueMs;
  const idle = shows.filter((show) => !hasMoreAfter(show, at));
  const running = idle.filter(({ status }) => status === "returning series");
  const over = idle.filter(({ status }) => status !== "returning series");
  const drawn = next();
  const ending = drawn < 0.45 ? pick(running, next) : undefined;
  const renewed = drawn >= 0.45 && drawn < 0.65 ? pick(over, next) : undefined;
  const continued = drawn >= 0.65 && drawn < 0.8 ? pick(running, next) : undefined;
  if (ending !== undefined) world.setStatus(ending.trakt, next() < 0.5 ? "ended" : "canceled", { at });
  else if (renewed !== undefined || continued !== undefined) {
    const show = renewed ?? continued;
    if (show === undefined) return planned;
    if (renewed !== undefined) world.setStatus(show.trakt, "returning series", { at });
    addSeason(world, show, roundUp(at + (2 + next() * 5) * dayMs), at);
  } else moveAnEpisode(world, shows, at, next);
  return planned;
}

function hasMoreAfter(show: ShowView, atMs: number): boolean {
  return show.episodes.some(({ firstAiredMs }) => firstAiredMs !== null && firstAiredMs > atMs);
}

/** An episode of the next days comes two hours, or a day, later than told. */
function moveAnEpisode(world: World, shows: readonly ShowView[], at: number, next: () => number): void {
  const soon = shows.flatMap((show) =>
    show.episodes.filter(({ firstAiredMs }) => {
      return firstAiredMs !== null && firstAiredMs > at + dayMs && firstAiredMs < at + 6 * dayMs;
    }),
  );
  const episode = pick(soon, next);
  if (episode === undefined || episode.firstAiredMs === null) return;
  const laterMs = next() < 0.5 ? 2 * hourMs : dayMs;
  world.reschedule(episode.trakt, episode.firstAiredMs + laterMs, { at });
}

/** Keeps premieres coming: new shows while there are any, then new seasons of those that were premiered. */
function planAhead(world: World, news: News): News {
  let { plannedMs } = news;
  if (plannedMs >= news.dueMs + aheadMs) return news;
  const shows = [...news.shows];
  const fresh = notYetPremiered(world, new Set());
  for (let turn = 0; plannedMs < news.dueMs + aheadMs; turn++) {
    plannedMs += everyMs;
    const show = fresh[turn];
    if (show !== undefined) {
      const premiere = (news.count + turn) % 2 === 0 ? premiereShow : premiereSeason;
      premiere(world, show, roundUp(plannedMs), news.dueMs);
      shows.push(show.trakt);
      continue;
    }
    const idle = news.shows.map((trakt) => world.show(trakt)).filter((one) => !hasMoreAfter(one, news.dueMs));
    const again = idle[turn % Math.max(1, idle.length)];
    if (again === undefined) break;
    if (again.status !== "returning series") {
      world.setStatus(again.trakt, "returning series", { at: news.dueMs });
    }
    addSeason(world, again, roundUp(plannedMs), news.dueMs);
  }
  return { ...news, plannedMs, shows };
}
