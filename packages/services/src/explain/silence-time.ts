import type { Account } from "@showrunner/core/records.ts";
import { CalendarRow, dueAtOf } from "@showrunner/detect/calendar.ts";
import { messageOf, Problem } from "@showrunner/core/errors.ts";
import type { Services } from "../context.ts";
import { movieFacts, seasonEpisodes } from "../poll/facts.ts";
import { loadSnapshot } from "../poll/snapshots.ts";
import { compiled, nameOf } from "../rules/rules.ts";
import { type Cause, cause, type Say, type Silence } from "./cause.ts";

type Found = { causes: Cause[]; unknown: string[] };

/** Whether its time has come at all, and whether it was before what is kept or looked at, or before a rule was on. */
export async function timeCauses(ctx: Services, account: Account, silence: Silence, say: Say): Promise<Found> {
  const { about } = silence;
  const row = await rowFor(ctx, account.id, silence, say);
  if (row !== undefined) return { causes: byTime(ctx, account, silence, Date.parse(dueAtOf(row)), say), unknown: [] };
  try {
    const time = await timeAtTrakt(ctx, silence);
    if (time === undefined) return { causes: [], unknown: [] };
    if ("none" in time) return { causes: [cause(time.code, null, time.none)], unknown: [] };
    return { causes: byTime(ctx, account, silence, time.atMs, say), unknown: [] };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { causes: [], unknown: [`When ${about.name} airs could not be asked: ${messageOf(error)}.`] };
  }
}

/** The row of the kept calendar that it is about; of a whole show, or season, the next to come. */
async function rowFor(
  ctx: Services,
  accountId: string,
  { about }: Silence,
  { now }: Say,
): Promise<CalendarRow | undefined> {
  const rows = (await loadSnapshot(ctx, accountId, "calendar", CalendarRow))?.rows ?? [];
  const own = rows.filter((row) => {
    if (row.kind === "movie") return about.kind === "movie" && row.movie.ids.trakt === about.trakt;
    if (about.kind !== "show" || row.show.ids.trakt !== about.trakt) return false;
    if (about.season !== null && row.episode.season !== about.season) return false;
    return about.episode === null || row.episode.number === about.episode;
  });
  const inTime = own.toSorted((a, b) => (dueAtOf(a) < dueAtOf(b) ? -1 : 1));
  return inTime.find((row) => Date.parse(dueAtOf(row)) > now) ?? inTime.at(-1);
}

type AtTrakt = { atMs: number } | { none: string; code: "no_date" | "no_such_episode" };

/** Undefined where no one time is asked about. Trakt is asked for what is the same for everybody. */
async function timeAtTrakt(ctx: Services, { about }: Silence): Promise<AtTrakt | undefined> {
  if (about.kind === "movie") {
    const { released } = await movieFacts(ctx, ctx.trakt, about.trakt);
    if (released != null) return { atMs: Date.parse(released) };
    return { code: "no_date", none: `Trakt knows no day on which ${about.title} is released.` };
  }
  if (about.season === null) return undefined;
  const episodes = await seasonEpisodes(ctx, ctx.trakt, about.trakt, about.season);
  const wanted = about.episode ?? 1;
  const episode = episodes.find(({ number }) => number === wanted);
  if (episode === undefined)
    return {
      code: "no_such_episode",
      none: `Trakt has no episode ${wanted} in season ${about.season} of ${about.title}.`,
    };
  if (episode.first_aired !== null) return { atMs: Date.parse(episode.first_aired) };
  return { code: "no_date", none: `Trakt does not know when ${about.name} airs.` };
}

function byTime(ctx: Services, account: Account, { about, rules, from }: Silence, atMs: number, say: Say): Cause[] {
  const when = say.when(atMs);
  if (atMs > say.now) {
    const verb = about.kind === "movie" ? "is released" : "airs";
    return [cause("not_aired", atMs, `${about.name} ${verb} only ${when}.`)];
  }
  const causes: Cause[] = [];
  const connectedMs = Date.parse(account.createdAt);
  if (atMs < connectedMs)
    causes.push(
      cause("before_you", connectedMs, `It came ${when}, before you were here (since ${say.when(connectedMs)}).`),
    );
  if (atMs < say.now - ctx.settings.retentionMs)
    causes.push(cause("not_kept", atMs, `It came ${when}: what is so long ago is no longer kept, be it seen or not.`));
  else if (atMs < Date.parse(from))
    causes.push(cause("before_days", atMs, `It came ${when}, before the days that were looked at: ask for more days.`));
  const on = rules.filter((rule) => rule.enabled && rule.enabledAt !== null && hears(rule));
  const firstMs = Math.min(...on.map((rule) => Date.parse(rule.enabledAt ?? "")));
  const first = on.find((rule) => Date.parse(rule.enabledAt ?? "") === firstMs);
  if (first !== undefined && atMs < firstMs)
    causes.push(
      cause(
        "before_on",
        firstMs,
        `It came ${when}, before rule "${nameOf(first)}" was switched on ${say.when(firstMs)}.`,
      ),
    );
  return causes;
}

/** Whether a rule waits for what comes at a time of its own. */
function hears(rule: Parameters<typeof compiled>[0]): boolean {
  return compiled(rule).types.some((type) =>
    /\.(?:airing|premiering|ending|aired|releasing|streaming|on_disc)$/.test(type),
  );
}
