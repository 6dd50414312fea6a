import type { World } from "../world.ts";
import type { Item } from "../world/items.ts";
import type { PlayAction } from "../world/ops.ts";
import { dayMs, hourMs } from "./timetable.ts";

/** What the sandbox's clock shows where this world is true: Friday, 8 June 2012, noon UTC. */
export const june2012Ms = Date.parse("2012-06-08T12:00:00.000Z");

/** The person who lives in it. */
export const june2012Person = "june";

interface Watched {
  show: number;
  seasons: readonly (readonly [number: number, episodes: number])[];
  hidden: readonly number[];
  /** How many of the plays were scrobbled, the first ones; the others were marked as seen. */
  scrobbles: number;
  /** Episodes of the first season that were seen once more. */
  again: number;
}

/**
 * Half-way through three shows: Game of Thrones 17 of 20, Hell's Kitchen 87 of 93 with its first seasons hidden, Suits 8
 * of 12 in 11 plays. The air dates of the last two are the catalogue's own weekly ones, estimates that agree with these counts.
 */
const watched: readonly Watched[] = [
  {
    show: 1390,
    seasons: [
      [1, 10],
      [2, 7],
    ],
    hidden: [],
    scrobbles: 16,
    again: 0,
  },
  {
    show: 2356,
    seasons: [
      [4, 15],
      [5, 15],
      [6, 15],
      [7, 15],
      [8, 15],
      [9, 12],
    ],
    hidden: [1, 2, 3],
    scrobbles: 24,
    again: 0,
  },
  { show: 37_522, seasons: [[1, 8]], hidden: [], scrobbles: 9, again: 3 },
];

/**
 * Fills a new world, whose clock shows `june2012Ms`: June and how far she is with three shows, her friend Otto, who is
 * watching a movie, and his friend Wren, whose profile is private.
 */
export function seedJune2012(world: World): void {
  world.together(() => {
    const joined = { at: june2012Ms - 500 * dayMs };
    world.addPerson({ username: june2012Person, name: "June" }, joined);
    world.addPerson({ username: "otto", name: "Otto" }, joined);
    world.addPerson({ username: "wren", name: "Wren", private: true }, joined);
    world.setProfile("otto", { location: "Portland, OR", about: "Movies at noon.", gender: "male", age: 29 }, joined);
    world.befriend(june2012Person, "otto", { at: june2012Ms - 200 * dayMs });
    world.befriend("otto", "wren", { at: june2012Ms - 100 * dayMs });
    for (const one of watched) watch(world, one);
    // On the air then, whatever became of it.
    world.setStatus(1390, "returning series", { at: june2012Ms - 400 * dayMs });
    const [drive, sourceCode] = [46_736, 31_151];
    const finale = world.show(1390).episodes.find((one) => one.season === 2 && one.number === 10);
    if (finale !== undefined)
      world.watch("otto", { type: "episode", trakt: finale.trakt }, { at: june2012Ms - 3 * dayMs, action: "scrobble" });
    world.watch("otto", { type: "movie", trakt: drive }, { at: june2012Ms - dayMs, action: "checkin" });
    world.startWatching("otto", { type: "movie", trakt: sourceCode }, 93, { at: june2012Ms, action: "checkin" });
  });
}

/** Each episode for the first time the evening after it aired; what was watched once more, on the last days before now. */
function watch(world: World, { show, seasons, hidden, scrobbles, again }: Watched): void {
  const { episodes } = world.show(show);
  const first = seasons.flatMap(([season, count]) => episodes.filter((one) => one.season === season).slice(0, count));
  const plays = [...first, ...first.slice(0, again)].map((episode, index) => {
    const item: Item = { type: "episode", trakt: episode.trakt };
    const action: PlayAction = index < scrobbles ? "scrobble" : "watch";
    const againMs = june2012Ms - (first.length + again - index) * dayMs;
    return { item, action, watched_at: index < first.length ? (episode.firstAiredMs ?? 0) + 20 * hourMs : againMs };
  });
  world.watchAll(june2012Person, plays, { at: june2012Ms - dayMs });
  for (const number of hidden)
    world.hide(june2012Person, { type: "season", show, number }, "progress_watched", { at: june2012Ms - 90 * dayMs });
}
