import type { Sandbox } from "../sandbox.ts";
import { seeded } from "../seeded.ts";
import type { World } from "../world.ts";
import { seedFriends } from "./friends.ts";
import { demoPeople, type DemoPerson } from "./people.ts";
import { beginStory } from "./story.ts";
import {
  dayMs,
  hourMs,
  minuteMs,
  notYetPremiered,
  onAir,
  premiereSeason,
  premiereShow,
  roundUp,
  run,
} from "./timetable.ts";

/** A newcomer watches for a minute, which is an hour here: the first premiere and the first episode come early in it. */
const firstPremiereMs = 12 * minuteMs;
const firstAiringMs = 18 * minuteMs;
const premiereEveryMs = 5 * hourMs;
const premiereDays = 14;
const releasesADay = 3;

/**
 * Fills a new world: people with histories, ratings and watchlists, and real shows re-dated around the world's now,
 * so that episodes air, shows and seasons begin, movies come out and people finish what they watch.
 */
export function seedDemo(sandbox: Sandbox): void {
  const { world } = sandbox;
  const nowMs = sandbox.clock.now();
  world.together(() => {
    const next = seeded("demo");
    const shows = dateShows(world, nowMs);
    for (const person of demoPeople) settle(world, person, nowMs, next);
    seedFriends(world, nowMs);
    beginStory(world, nowMs, { plannedMs: nowMs + premiereDays * dayMs, shows });
  });
}

/** Returns the shows that go on from here. */
function dateShows(world: World, nowMs: number): number[] {
  const goingOn = onAir.map(([show]) => show);
  const taken = new Set(onAir.map(([show]) => show));
  onAir.forEach(([trakt, everyDays, left], index) => {
    const { runtime } = world.show(trakt);
    const aired = 4;
    // Each at an hour of its own, so that something airs every few hours.
    const nextMs = roundUp(nowMs + firstAiringMs + ((index * 5) % (everyDays * 24)) * hourMs);
    const fromMs = nextMs - aired * everyDays * dayMs;
    const episodes = [
      ...run({ season: 1, count: 8, fromMs: fromMs - 364 * dayMs, everyDays: 7, runtime }),
      ...run({ season: 2, count: aired + left, fromMs, everyDays, runtime }),
    ];
    const year = new Date(fromMs - 364 * dayMs).getUTCFullYear();
    world.redateShow(trakt, { status: "returning series", year }, episodes);
  });
  for (const [trakt] of demoPeople.flatMap((person) => person.finishing)) {
    taken.add(trakt);
    const show = world.show(trakt);
    if (show.episodes.length > 0) continue;
    const count = show.airedAsRecorded;
    const fromMs = show.firstAiredMs ?? nowMs - 1000 * dayMs;
    const { status, runtime } = show;
    world.redateShow(trakt, { status }, run({ season: 1, count, fromMs, everyDays: 7, runtime }));
  }
  const fresh = notYetPremiered(world, taken);
  for (let turn = 0; firstPremiereMs + turn * premiereEveryMs < premiereDays * dayMs; turn++) {
    const show = fresh[turn];
    if (show === undefined) break;
    const premiere = turn % 2 === 0 ? premiereShow : premiereSeason;
    premiere(world, show, roundUp(nowMs + firstPremiereMs + turn * premiereEveryMs), nowMs);
    goingOn.push(show.trakt);
  }
  const movies = world.movies().toSorted((a, b) => a.votes - b.votes || a.trakt - b.trakt);
  movies.slice(0, premiereDays * releasesADay).forEach((movie, index) => {
    const dayOf = nowMs + (1 + Math.floor(index / releasesADay)) * dayMs;
    world.redateMovie(movie.trakt, new Date(dayOf).toISOString().slice(0, 10));
  });
  return goingOn;
}

/** A person, their history up to now (evenings, the newest last), ratings and a watchlist. */
function settle(world: World, person: DemoPerson, nowMs: number, next: () => number): void {
  const { username, name, timezone, vip, tastes, follows, finishing } = person;
  world.addPerson({ username, name, timezone, vip }, { at: nowMs - 400 * dayMs });
  const seen: { type: "episode"; trakt: number }[] = [];
  for (const [trakt, left] of finishing) {
    const { episodes } = world.show(trakt);
    for (const episode of episodes.slice(0, episodes.length - left)) {
      seen.push({ type: "episode", trakt: episode.trakt });
    }
  }
  for (const trakt of follows) {
    for (const episode of world.show(trakt).episodes) {
      if (episode.firstAiredMs !== null && episode.firstAiredMs < nowMs) {
        seen.push({ type: "episode", trakt: episode.trakt });
      }
    }
  }
  const stepMs = (360 * dayMs) / (seen.length + 1);
  world.watchAll(
    username,
    seen.map((item, index) => ({ item, watched_at: nowMs - 361 * dayMs + (index + next()) * stepMs })),
  );
  const likes = (genres: readonly string[]): boolean => genres.some((genre) => tastes.includes(genre));
  const movies = world
    .movies()
    .filter((movie) => likes(movie.genres) && movie.released !== null && Date.parse(movie.released) < nowMs)
    .toSorted((a, b) => b.votes - a.votes);
  for (const [index, movie] of movies.slice(0, 12).entries()) {
    const item = { type: "movie", trakt: movie.trakt } as const;
    if (index % 2 === 0) {
      const watchedAt = nowMs - (2 + index * 9 + next()) * dayMs;
      world.watch(username, item, { watched_at: watchedAt });
      world.rate(username, item, 6 + Math.floor(next() * 5), { rated_at: watchedAt + 2 * hourMs });
    } else world.watchlistAdd(username, item, { listed_at: nowMs - (index + 1) * 5 * dayMs });
  }
  for (const trakt of follows) {
    const rating = 7 + Math.floor(next() * 4);
    world.rate(username, { type: "show", trakt }, rating, { rated_at: nowMs - (30 + next() * 100) * dayMs });
  }
  const list = world.createList(username, { name: "To watch together", privacy: "private" });
  for (const [show] of finishing.slice(-1)) world.listAdd(username, list, { type: "show", trakt: show });
}
