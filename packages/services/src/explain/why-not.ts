import type { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import type { Account, RuleRecord } from "@showrunner/core/records.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { eventsBack } from "../events/events-back.ts";
import { findRule, listRules } from "../rules/rules.ts";
import { seasonOf, Things } from "../rules/things.ts";
import { getSettings, zoneOf } from "../timing/settings.ts";
import type { Cause } from "./cause.ts";
import { type EventExplanation, explanationOf } from "./explain-event.ts";
import { findThing, type NamedThing } from "./named-thing.ts";
import { causesOf } from "./silence.ts";

/** What a person asks about: a show or movie by title, slug or Trakt's id, and how far back to look. */
export const WhyNotAsked = z.strictObject({
  title: z.string().trim().min(1).max(300),
  kind: z.enum(["show", "movie"]).optional(),
  season: z.int().min(0).max(10_000).optional(),
  episode: z.int().min(0).max(100_000).optional(),
  rule: z.string().min(1).max(200).optional().describe("A rule's name or id; every rule when left out."),
  days: z.int().min(1).max(180).default(30),
});
export type WhyNotAsked = z.input<typeof WhyNotAsked>;

/** Why a person was told, or not told, of something. */
export interface WhyNot {
  about: NamedThing & { season: number | null; episode: number | null; name: string };
  /** Events about it, the newest first. */
  seen: EventExplanation[];
  /** Where no rule ran on it: what keeps it from being seen, or from being heard. */
  causes: Cause[];
  /** What would tell more, and is not kept. */
  unknown: string[];
  /** All of it for a person. */
  sentences: string[];
}

/** Somebody's busiest half year has fewer. */
const mostEvents = 20_000;
/** So many of the latest are explained. */
const mostSeen = 20;
const dayMs = 24 * 3_600_000;

/**
 * Answers why a person was not told of something: what was seen of it and what became of that; or why nothing was. Throws
 * `media.unknown`, `rule.unknown`.
 */
export async function whyNot(ctx: Services, account: Account, wanted: WhyNotAsked): Promise<WhyNot> {
  const asked = WhyNotAsked.parse(wanted);
  const { season, episode, days } = asked;
  const kind = season === undefined ? asked.kind : "show";
  const rules: RuleRecord[] =
    asked.rule === undefined ? await listRules(ctx, account.id) : [await findRule(ctx, account.id, asked.rule)];
  const thing = await findThing(ctx, account.id, asked.title, kind);
  const zone = zoneOf(account, await getSettings(ctx, account.id));
  const from = new Date(ctx.clock.now() - days * dayMs).toISOString();
  const about = { ...thing, season: season ?? null, episode: episode ?? null, name: nameOf(thing, season, episode) };
  const events = await eventsAbout(ctx, account.id, about, from);
  const seen: EventExplanation[] = [];
  for (const event of events) seen.push(await explanationOf(ctx, event, rules, zone));
  const isHeard = seen.some(({ runs }) => runs.length > 0);
  // What is of no type that a rule waits for does not tell why that did not come.
  const isSeen = seen.some(({ unheard }) => unheard.some(({ why }) => why !== "other_type"));
  const { causes, unknown } = isHeard
    ? { causes: [], unknown: [] }
    : await causesOf(ctx, account, { about, rules, isNamed: asked.rule !== undefined, zone, from, isSeen });
  const first =
    seen.length === 0
      ? [`Nothing about ${about.name} was seen in the last ${days} ${days === 1 ? "day" : "days"}.`]
      : [];
  const last = seen.length === 0 && causes.length === 0 ? ["Nothing that is known here keeps it from being seen."] : [];
  return {
    about,
    seen,
    causes,
    unknown,
    sentences: [
      ...first,
      ...seen.flatMap((one) => one.sentences),
      ...causes.map((cause) => cause.sentence),
      ...last,
      ...unknown,
    ],
  };
}

/** `Weekly S03E01`, `Weekly season 3`, `Weekly`. */
function nameOf({ title }: NamedThing, season: number | undefined, episode: number | undefined): string {
  if (season === undefined) return title;
  if (episode === undefined) return `${title} season ${season}`;
  return `${title} S${String(season).padStart(2, "0")}E${String(episode).padStart(2, "0")}`;
}

async function eventsAbout(
  ctx: Services,
  accountId: string,
  about: Pick<WhyNot["about"], "kind" | "trakt" | "season" | "episode">,
  from: string,
): Promise<ChangeEvent[]> {
  const found: ChangeEvent[] = [];
  let looked = 0;
  for await (const event of eventsBack(ctx, accountId, from)) {
    looked += 1;
    if (looked > mostEvents) return found;
    if (!isAbout(event, about)) continue;
    found.push(event);
    if (found.length === mostSeen) return found;
  }
  return found;
}

function isAbout(
  { data }: ChangeEvent,
  { kind, trakt, season, episode }: Pick<WhyNot["about"], "kind" | "trakt" | "season" | "episode">,
): boolean {
  const things = Things.safeParse(data).data;
  if (things?.[kind]?.ids.trakt !== trakt) return false;
  if (season !== null && seasonOf(things) !== season) return false;
  return episode === null || things.episode?.number === episode;
}
