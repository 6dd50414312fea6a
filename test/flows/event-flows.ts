import type { EventType } from "@showrunner/core/events/catalogue.ts";
import type { Account } from "@showrunner/core/records.ts";
import { createHook } from "@showrunner/services/hooks/hooks.ts";
import { receiveHook } from "@showrunner/services/hooks/receive.ts";
import { tellChannelDisabled, tellLimitReached } from "@showrunner/services/health/tell.ts";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import type { TestWorld } from "../harness/test-world.ts";
import { feedFlows } from "./feed-flows.ts";

/** Where an event type's flow takes place. `phaseMinutes` apart, four times the same sort of thing happens. */
export interface Scene {
  t: TestWorld;
  username: string;
  /** When the world began: the person is connected and the rule switched on right after. */
  startMs: number;
  phaseMinutes: number;
  /** The person, from when they are connected. */
  account?: Account;
}

/** How an event type comes about. Each occurrence, 0 to 3, is about a thing of its own. */
export interface Flow {
  /** How long it takes at most until it is noticed; 5 when left out. */
  phaseMinutes?: number;
  /** Minutes between two looks at the clock; 1 when left out. */
  stepMinutes?: number;
  /** What else the rule's `when` must say: `cron: "0 * * * *"`. */
  when?: string;
  /** Before the person connects; returns what makes an occurrence happen. */
  prepare(scene: Scene): (occurrence: number) => void | Promise<void>;
}

export const occurrences = [0, 1, 2, 3] as const;

/** When something of the calendar comes by itself: in the middle of the phase that expects it. */
function instantOf({ startMs, phaseMinutes }: Scene, occurrence: number): number {
  const phases = [-0.5, 1.5, 3.5, 5.5][occurrence] ?? 0;
  return startMs + phases * phaseMinutes * 60_000;
}

const dayMs = 24 * 3_600_000;
/** The calendars and updates are read every six hours. */
const everySixHours = { phaseMinutes: 370, stepMinutes: 10 };
const atItsTime = { phaseMinutes: 20, stepMinutes: 1 };

function movies({ t }: Scene): number[] {
  return occurrences.map((n) => t.world.addMovie({ title: `Movie ${n}`, released: "2020-01-01" }));
}

function shows({ t }: Scene, show: { aired: number; ahead?: number; status?: string }) {
  return occurrences.map((n) => addWeeklyShow(t.sandbox, { title: `Show ${n}`, ...show }));
}

function at<T>(things: readonly T[], occurrence: number): T {
  const found = things[occurrence];
  if (found === undefined) throw new Error(`there is no thing for occurrence ${occurrence}`);
  return found;
}

/** Something done to one movie after another, of which `before` is done to all in advance. */
function toMovies(
  happen: (scene: Scene, movie: { type: "movie"; trakt: number }) => void,
  before: typeof happen = () => undefined,
): Flow {
  return {
    prepare: (scene) => {
      const all = movies(scene).map((trakt) => ({ type: "movie" as const, trakt }));
      for (const movie of all) before(scene, movie);
      return (occurrence) => happen(scene, at(all, occurrence));
    },
  };
}

function toShows(
  happen: (scene: Scene, show: { type: "show"; trakt: number }) => void,
  before: typeof happen = () => undefined,
): Flow {
  return {
    prepare: (scene) => {
      const all = shows(scene, { aired: 1 }).map(({ show }) => ({ type: "show" as const, trakt: show }));
      for (const show of all) before(scene, show);
      return (occurrence) => happen(scene, at(all, occurrence));
    },
  };
}

/** The last aired episode of one show after another is watched, the ones before it long ago. */
function byLastEpisode(show: { aired: number; ahead?: number; status?: string }): Flow {
  return {
    prepare: (scene) => {
      const { t, username } = scene;
      const all = shows(scene, show);
      for (const { episodes } of all)
        for (const trakt of episodes.slice(0, show.aired - 1)) t.world.watch(username, { type: "episode", trakt });
      return (occurrence) => {
        const trakt = at(at(all, occurrence).episodes, show.aired - 1);
        t.world.watch(username, { type: "episode", trakt });
      };
    },
  };
}

/** A change of a show's life is told when it has held for a day. */
const onceItHolds = { phaseMinutes: 31 * 60, stepMinutes: 60 };

/** Of followed shows, one after another comes to have another status. */
function byStatus(before: string, after: string): Flow {
  return {
    ...onceItHolds,
    prepare: (scene) => {
      const all = shows(scene, { aired: 2, status: before });
      for (const { episodes } of all) scene.t.world.watch(scene.username, { type: "episode", trakt: at(episodes, 0) });
      return (occurrence) => scene.t.world.setStatus(at(all, occurrence).show, after);
    },
  };
}

/** What Showrunner finds of itself, while the person is connected. */
function byAccount(happen: (scene: Scene, account: Account, occurrence: number) => Promise<void>): Flow {
  return {
    prepare: (scene) => async (occurrence) => {
      if (scene.account !== undefined) await happen(scene, scene.account, occurrence);
    },
  };
}

/** Of followed shows, one episode after another airs at its time. */
function byAiring(season: number, number: number): Flow {
  return {
    ...atItsTime,
    prepare: (scene) => {
      const { t, username } = scene;
      for (const n of occurrences) {
        const show = t.world.addShow({ title: `Show ${n}`, status: "returning series" });
        t.world.addEpisode(show, { season, number, first_aired: instantOf(scene, n) });
        t.world.watchlistAdd(username, { type: "show", trakt: show });
      }
      return () => undefined;
    },
  };
}

/** Of followed shows, the last episode of one season after another airs at its time. */
function byFinale(): Flow {
  return {
    ...atItsTime,
    prepare: (scene) => {
      const { t, username } = scene;
      for (const n of occurrences) {
        const show = t.world.addShow({ title: `Show ${n}`, status: "returning series" });
        for (const number of [1, 2, 3]) {
          const first_aired = instantOf(scene, n) - (3 - number) * 7 * dayMs;
          t.world.addEpisode(show, { season: 2, number, first_aired });
        }
        t.world.watchlistAdd(username, { type: "show", trakt: show });
      }
      return () => undefined;
    },
  };
}

/** Of movies on the watchlist, one after another is out, so many days after it was in theaters. */
function byRelease(daysAfterTheaters: number): Flow {
  return {
    // Movies come at midnight, and the world begins at noon.
    phaseMinutes: 24 * 60,
    stepMinutes: 60,
    prepare: (scene) => {
      for (const n of occurrences) {
        const released = new Date(instantOf(scene, n) - daysAfterTheaters * dayMs).toISOString().slice(0, 10);
        const trakt = scene.t.world.addMovie({ title: `Movie ${n}`, released });
        scene.t.world.watchlistAdd(scene.username, { type: "movie", trakt });
      }
      return () => undefined;
    },
  };
}

/** One flow for every event type of the catalogue; what the health of connections and rules tells, and what two people share, has flows of another shape. */
export const otherFlows = [
  "connection.needs_reconnect",
  "rule.failing",
  "household.watched",
] as const satisfies EventType[];
export const flows: Record<Exclude<EventType, (typeof otherFlows)[number]>, Flow> = {
  ...feedFlows,
  "episode.watched": byLastEpisode({ aired: 1, ahead: 2 }),
  "movie.watched": toMovies(({ t, username }, movie) => t.world.watch(username, movie)),
  "play.removed": {
    prepare: (scene) => {
      const { t, username } = scene;
      const plays = movies(scene).map((trakt) => t.world.watch(username, { type: "movie", trakt }));
      return (occurrence) => t.world.removePlays(username, at(plays, occurrence));
    },
  },
  "show.started": byLastEpisode({ aired: 1, ahead: 2 }),
  "season.completed": byLastEpisode({ aired: 2 }),
  "show.caught_up": byLastEpisode({ aired: 3, ahead: 2 }),
  "show.completed": byLastEpisode({ aired: 3, status: "ended" }),
  "watchlist.item_added": toMovies(({ t, username }, movie) => t.world.watchlistAdd(username, movie)),
  "watchlist.item_removed": toMovies(
    ({ t, username }, movie) => t.world.watchlistRemove(username, movie),
    ({ t, username }, movie) => t.world.watchlistAdd(username, movie),
  ),
  "favorites.item_added": toMovies(({ t, username }, movie) => t.world.favorite(username, movie)),
  "favorites.item_removed": toMovies(
    ({ t, username }, movie) => t.world.unfavorite(username, movie),
    ({ t, username }, movie) => t.world.favorite(username, movie),
  ),
  "collection.item_added": toShows(({ t, username }, show) => t.world.collect(username, show)),
  "collection.item_removed": toShows(
    ({ t, username }, show) => t.world.uncollect(username, show),
    ({ t, username }, show) => t.world.collect(username, show),
  ),
  "item.rated": toMovies(({ t, username }, movie) => t.world.rate(username, movie, 8)),
  "item.hidden": toShows(({ t, username }, show) => t.world.hide(username, show, "progress_watched")),
  "item.unhidden": toShows(
    ({ t, username }, show) => t.world.unhide(username, show, "calendar"),
    ({ t, username }, show) => t.world.hide(username, show, "calendar"),
  ),
  "show.dropped": toShows(({ t, username }, show) => t.world.drop(username, show)),
  "show.undropped": toShows(
    ({ t, username }, show) => t.world.undrop(username, show),
    ({ t, username }, show) => t.world.drop(username, show),
  ),
  "episode.scheduled": {
    ...everySixHours,
    prepare: (scene) => {
      const { t, username } = scene;
      const all = shows(scene, { aired: 1 });
      for (const { show } of all) t.world.watchlistAdd(username, { type: "show", trakt: show });
      return (occurrence) => {
        const first_aired = t.clock.now() + 10 * dayMs;
        t.world.addEpisode(at(all, occurrence).show, { season: 1, number: 2, first_aired });
      };
    },
  },
  "episode.rescheduled": {
    ...everySixHours,
    prepare: (scene) => {
      const { t, username } = scene;
      const all = occurrences.map((n) =>
        addWeeklyShow(t.sandbox, { title: `Show ${n}`, aired: 0, ahead: 1, nextAt: scene.startMs + 8 * dayMs }),
      );
      for (const { show } of all) t.world.watchlistAdd(username, { type: "show", trakt: show });
      return (occurrence) => t.world.reschedule(at(at(all, occurrence).episodes, 0), scene.startMs + 12 * dayMs);
    },
  },
  "episode.airing": byAiring(1, 3),
  "season.premiering": byAiring(2, 1),
  "show.premiering": byAiring(1, 1),
  "season.ending": byFinale(),
  "season.aired": byFinale(),
  "movie.releasing": byRelease(0),
  // Made up by the sandbox: a movie's other days come so long after it was in theaters.
  "movie.streaming": byRelease(45),
  "movie.on_disc": byRelease(90),
  "time.scheduled": {
    // The world begins at noon: a quarter to comes in the middle of the phases that expect it.
    phaseMinutes: 30,
    when: 'cron: "45 * * * *"',
    prepare: () => () => undefined,
  },
  "show.stalled": {
    phaseMinutes: 60,
    stepMinutes: 5,
    when: "after: 14 days",
    prepare: (scene) => {
      const { t, username } = scene;
      for (const [n, { episodes }] of shows(scene, { aired: 3 }).entries()) {
        const watched_at = instantOf(scene, n) - 14 * dayMs;
        t.world.watch(username, { type: "episode", trakt: at(episodes, 0) }, { watched_at });
      }
      return () => undefined;
    },
  },
  "hook.received": {
    prepare: (scene) => {
      let address: [string, string] | undefined;
      return async (n) => {
        const { t, account } = scene;
        if (account === undefined) return;
        if (address === undefined) {
          const { hook, secrets } = await createHook(t.ctx, account.id, { name: "Door" });
          address = [hook.id, secrets.path.reveal().split("/").at(-1) ?? ""];
        }
        const body = Buffer.from(JSON.stringify({ event: "door", count: n }));
        await receiveHook(t.ctx, { hookId: address[0], secret: address[1], header: () => undefined, body });
      };
    },
  },
  "channel.disabled": byAccount(({ t }, account, n) =>
    tellChannelDisabled(t.ctx, account, {
      channelId: `chn_${n}`,
      name: `Channel ${n}`,
      kind: "webhook",
      reason: "the receiver answered 410 Gone",
      since: new Date(t.clock.now()).toISOString(),
    }),
  ),
  "limit.reached": byAccount(({ t }, account, n) =>
    tellLimitReached(t.ctx, account, { limit: `limit ${n}`, reason: "Trakt takes no more", allowed: 100 }),
  ),
  "show.renewed": byStatus("canceled", "returning series"),
  "show.canceled": byStatus("returning series", "canceled"),
  "show.ended": byStatus("returning series", "ended"),
  "show.season_announced": {
    ...onceItHolds,
    prepare: (scene) => {
      const { t, username } = scene;
      const all = shows(scene, { aired: 2 });
      for (const { episodes } of all) t.world.watch(username, { type: "episode", trakt: at(episodes, 0) });
      return (occurrence) => {
        t.world.addEpisode(at(all, occurrence).show, { season: 2, number: 1, first_aired: null });
      };
    },
  },
};

export type PlainEventType = keyof typeof flows;

/** Lets a number of phases pass. */
export async function phase(t: TestWorld, flow: Flow): Promise<void> {
  const { phaseMinutes = 5, stepMinutes = 1 } = flow;
  for (let passed = 0; passed < phaseMinutes; passed += stepMinutes) await t.sleep(stepMinutes * 60_000);
}

/** A rule that tells of every event of a type, in the inbox and by webhook. */
export function tellingRule(type: EventType, when?: string): string {
  return [
    `name: Tell of ${type}`,
    `when: { event: ${[type, when].filter(Boolean).join(", ")} }`,
    "then:",
    '  - { do: notify, channel: inbox, title: "It happened", body: "{{ event.subject }}" }',
    "  - { do: webhook, channel: hook }",
    "",
  ].join("\n");
}
