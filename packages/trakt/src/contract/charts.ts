import * as z from "zod";

/** What the charts of movies, of shows and of both say of each title, and how they are asked for. */

/** The time that a chart looks back on; weekly when it is left out. */
export const Period = z.enum(["daily", "weekly", "monthly", "all"]);

/** Leaves out what the person has to do with already; needs a token. */
export const exceptMine = {
  ignore_watched: z.boolean().optional(),
  ignore_watchlisted: z.boolean().optional(),
};

const count = z.int().catch(0);

export const counted = {
  /** How many people watch it at this moment. */
  trending: { watchers: count },
  /** In the period asked for; of shows, `play_count` and `collected_count` are episodes. */
  period: {
    watcher_count: count,
    play_count: count,
    collected_count: count,
    collector_count: z.int().nullish(),
  },
  favorited: { user_count: count },
  /** How many lists it is on. */
  anticipated: { list_count: count },
  /** `delta`: how many places it rose since the period before; null when it was not there. */
  streaming: { rank: z.int().nullish(), delta: z.int().nullish() },
  ranked: { rank: z.int().nullish(), plays: count, watchers: count },
  /** US dollars. */
  boxOffice: { revenue: z.number().nullish() },
};
