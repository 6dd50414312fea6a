import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { eventKey, profileKey, ruleKey } from "@showrunner/core/keys.ts";
import { Account, RuleRecord, type Run } from "@showrunner/core/records.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { RuleDefinition } from "@showrunner/rules/rule.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { runsPage } from "../events/explain.ts";
import { load, parseItem } from "../stored.ts";
import type { FeedLink } from "./feed-links.ts";

/** One time that a rule matched. Times are ISO 8601 in UTC. */
export interface Match {
  /** The run's id: the same match is the same entry, however often it is read. */
  id: string;
  title: string;
  /** What it was about, at Trakt. */
  url: string | null;
  /** When the rule acted. */
  at: string;
  /** When what it was about takes place: an airing, a release, or the event's own time. */
  takesPlaceAt: string;
  /** The place is a day, without a time of its own. */
  isWholeDay: boolean;
  minutes: number | null;
}

export interface RuleMatches {
  rule: { id: string; name: string; description: string | null };
  username: string;
  /** Newest first. */
  matches: Match[];
}

const mostMatches = 100;
/** How far back is looked for them: a rule that matches less often than once in so many runs of all has none here. */
const mostRuns = 2000;
const pageSize = 200;

/** The latest matches of the rule that a feed address is for. Throws Problem `feed.unknown` when the rule is gone. */
export async function matchesOf(ctx: Services, { accountId, ruleId }: FeedLink): Promise<RuleMatches> {
  const [account, rule] = await Promise.all([
    load(ctx.store, Account, profileKey(accountId)),
    load(ctx.store, RuleRecord, ruleKey(accountId, ruleId)),
  ]);
  if (account === undefined || rule === undefined)
    throw new Problem({ code: "feed.unknown", message: "the rule of this feed is not there any more" });
  const runs: Run[] = [];
  let after: string | undefined;
  for (let looked = 0; looked < mostRuns && runs.length < mostMatches; looked += pageSize) {
    const page = await runsPage(ctx, accountId, { limit: pageSize, after });
    runs.push(...page.items.filter((run) => run.ruleId === ruleId && run.trace.outcome === "matched"));
    if (page.next === null) break;
    after = page.next;
  }
  const shown = runs.slice(0, mostMatches);
  const items = await ctx.store.getMany(shown.map((run) => eventKey(accountId, run.eventId)));
  const events = new Map(items.map((item) => [item.sk, parseItem(ChangeEvent, item).value]));
  const { name, description = null } = RuleDefinition.parse(rule.value.source);
  return {
    rule: { id: ruleId, name, description },
    username: account.value.username,
    matches: shown.map((run) => matchOf(run, events.get(eventKey(accountId, run.eventId).sk))),
  };
}

const Places = z.object({
  airs_at: z.string().optional(),
  released: z.string().optional(),
  movie: z.object({ ids: z.object({ trakt: z.number(), slug: z.string().nullish() }) }).optional(),
  show: z
    .object({ ids: z.object({ trakt: z.number(), slug: z.string().nullish() }), runtime: z.number().nullish() })
    .optional(),
  season: z.object({ number: z.number() }).optional(),
  episode: z.object({ season: z.number(), number: z.number() }).optional(),
});

function matchOf(run: Run, event: ChangeEvent | undefined): Match {
  const places = Places.safeParse(event?.data).data ?? {};
  const takesPlaceAt = places.airs_at ?? places.released ?? event?.time ?? run.at;
  return {
    id: run.id,
    title: run.about,
    url: urlOf(places),
    at: run.at,
    takesPlaceAt: new Date(takesPlaceAt).toISOString(),
    isWholeDay: places.airs_at === undefined && places.released !== undefined,
    minutes: places.show?.runtime ?? null,
  };
}

function urlOf({ movie, show, season, episode }: z.infer<typeof Places>): string | null {
  const name = (ids: { trakt: number; slug?: string | null | undefined }): string =>
    encodeURIComponent(ids.slug ?? ids.trakt);
  if (movie !== undefined) return `https://trakt.tv/movies/${name(movie.ids)}`;
  if (show === undefined) return null;
  const base = `https://trakt.tv/shows/${name(show.ids)}`;
  if (episode !== undefined) return `${base}/seasons/${episode.season}/episodes/${episode.number}`;
  return season === undefined ? base : `${base}/seasons/${season.number}`;
}
