import { pick } from "../seeded.ts";
import type { World } from "../world.ts";
import type { Item } from "../world/items.ts";
import type { DemoPerson } from "./people.ts";
import type { Chapter } from "./story.ts";
import { dayMs } from "./timetable.ts";

interface Day {
  world: World;
  person: DemoPerson;
  chapter: Chapter;
  next: () => number;
}

/** What a day is made of, and how much of each; the rest of the time they watch. */
const acts: readonly (readonly [share: number, act: (day: Day) => boolean])[] = [
  [0.12, rate],
  [0.1, addToWatchlist],
  [0.06, watchMovie],
  [0.03, takeOffWatchlist],
  [0.03, followSomethingNew],
  [0.02, favorite],
  [0.015, drop],
  [0.01, removeLastPlay],
];

/** One thing that a person does at the chapter's due time; returns what they follow and finish from then on. */
export function liveOn(world: World, person: DemoPerson, chapter: Chapter, next: () => number): Chapter {
  const day: Day = {
    world,
    person,
    chapter: { ...chapter, follows: [...chapter.follows], queue: [...chapter.queue] },
    next,
  };
  // Everybody's story begins with what they were about to finish.
  if (chapter.count === 0 && finish(day)) return day.chapter;
  let drawn = next();
  for (const [share, act] of acts) {
    if (drawn < share && act(day)) return day.chapter;
    drawn -= share;
    if (drawn < 0) break;
  }
  const airedFirst = next() < 0.55;
  if (!(airedFirst ? follow(day) || finish(day) : finish(day) || follow(day))) rate(day);
  return day.chapter;
}

/** Watches the next episode of a show as it airs. */
function follow({ world, person, chapter, next }: Day): boolean {
  const from = Math.floor(next() * chapter.follows.length);
  for (let turn = 0; turn < chapter.follows.length; turn++) {
    const show = chapter.follows[(from + turn) % chapter.follows.length];
    const episode = show === undefined ? null : world.progress(person.username, show, chapter.dueMs).next;
    if (episode === null) continue;
    watch(world, person, chapter, { type: "episode", trakt: episode.trakt }, next);
    return true;
  }
  return false;
}

/** Watches on in the show at the head of the queue; one that is finished goes to its end, to be begun again. */
function finish({ world, person, chapter, next }: Day): boolean {
  const at = chapter.dueMs;
  const [show] = chapter.queue;
  if (show === undefined) return false;
  const before = world.progress(person.username, show, at);
  if (before.next === null) {
    // Canceled after its pilot: nobody watches that again and again.
    if (before.aired < 2) {
      chapter.queue = chapter.queue.slice(1);
      return false;
    }
    // What is watched at the moment of a reset counts as watched before it.
    world.resetProgress(person.username, show, { at: at - 1 });
  }
  const progress = world.progress(person.username, show, at);
  if (progress.next === null) return false;
  watch(world, person, chapter, { type: "episode", trakt: progress.next.trakt }, next);
  if (progress.completed + 1 === progress.aired) chapter.queue = [...chapter.queue.slice(1), show];
  return true;
}

function watch(world: World, person: DemoPerson, chapter: Chapter, item: Item, next: () => number): void {
  const action = next() < 0.6 ? "scrobble" : "watch";
  world.watch(person.username, item, { at: chapter.dueMs, action });
}

function rate({ world, person, chapter, next }: Day): boolean {
  const last = world.lastPlay(person.username);
  if (last === undefined) return false;
  const show = last.item.type === "episode" ? world.showOf(last.item.trakt) : undefined;
  const item: Item = show === undefined || next() < 0.4 ? last.item : { type: "show", trakt: show };
  world.rate(person.username, item, 5 + Math.floor(next() * 6), { at: chapter.dueMs });
  return true;
}

function addToWatchlist({ world, person, chapter, next }: Day): boolean {
  if (world.watchlist(person.username).length >= 40) return false;
  const liked = (genres: readonly string[]): boolean => genres.some((genre) => person.tastes.includes(genre));
  const soon = world
    .shows()
    .filter(({ genres, firstAiredMs }) => {
      if (firstAiredMs === null || !liked(genres)) return false;
      return firstAiredMs > chapter.dueMs && firstAiredMs < chapter.dueMs + 7 * dayMs;
    })
    .map((show): Item => ({ type: "show", trakt: show.trakt }));
  const movies = world
    .movies()
    .filter((movie) => liked(movie.genres))
    .map((movie): Item => ({ type: "movie", trakt: movie.trakt }));
  const item = pick(soon.length > 0 && next() < 0.5 ? soon : movies, next);
  if (item === undefined) return false;
  world.watchlistAdd(person.username, item, { at: chapter.dueMs });
  return true;
}

function watchMovie({ world, person, chapter, next }: Day): boolean {
  const out = new Map(world.movies().map((movie) => [movie.trakt, Date.parse(movie.released ?? "9999-12-31")]));
  const listed = world
    .watchlist(person.username)
    .map(({ item }) => item)
    .filter((item) => item.type === "movie" && (out.get(item.trakt) ?? Infinity) <= chapter.dueMs);
  const item = pick(listed, next);
  if (item === undefined) return false;
  watch(world, person, chapter, item, next);
  return true;
}

function takeOffWatchlist({ world, person, chapter }: Day): boolean {
  const [oldest] = world.watchlist(person.username);
  if (oldest === undefined) return false;
  world.watchlistRemove(person.username, oldest.item, { at: chapter.dueMs });
  return true;
}

/** Begins a show whose first episode has just aired. */
function followSomethingNew({ world, person, chapter, next }: Day): boolean {
  if (chapter.follows.length >= 8) return false;
  const begun = world.shows().filter(({ trakt, episodes, genres }) => {
    // The episode's own time: it may have been moved since the show was announced.
    const firstAiredMs = episodes[0]?.firstAiredMs ?? null;
    if (firstAiredMs === null || chapter.follows.includes(trakt)) return false;
    const fresh = firstAiredMs <= chapter.dueMs && firstAiredMs > chapter.dueMs - 10 * dayMs;
    return fresh && genres.some((genre) => person.tastes.includes(genre));
  });
  const show = pick(begun, next);
  const first = show?.episodes[0];
  if (show === undefined || first === undefined) return false;
  if (world.progress(person.username, show.trakt, chapter.dueMs).completed > 0) return false;
  chapter.follows.push(show.trakt);
  watch(world, person, chapter, { type: "episode", trakt: first.trakt }, next);
  return true;
}

function favorite({ world, person, chapter, next }: Day): boolean {
  const show = pick([...chapter.follows, ...chapter.queue], next);
  if (show === undefined) return false;
  const item: Item = { type: "show", trakt: show };
  const known = world.favorites(person.username).some((one) => one.item.type === "show" && one.item.trakt === show);
  if (known) world.unfavorite(person.username, item, { at: chapter.dueMs });
  else world.favorite(person.username, item, { at: chapter.dueMs });
  return true;
}

function drop({ world, person, chapter, next }: Day): boolean {
  if (chapter.follows.length <= 3) return false;
  const show = pick(chapter.follows, next);
  if (show === undefined) return false;
  chapter.follows = chapter.follows.filter((one) => one !== show);
  world.drop(person.username, { type: "show", trakt: show }, { at: chapter.dueMs });
  return true;
}

function removeLastPlay({ world, person, chapter }: Day): boolean {
  const last = world.lastPlay(person.username);
  if (last === undefined) return false;
  world.removePlay(person.username, last.id, { at: chapter.dueMs });
  return true;
}
