import type { EventType } from "@showrunner/core/events/catalogue.ts";
import type { Draft } from "@showrunner/core/events/envelope.ts";
import { messageOf, Problem } from "@showrunner/core/errors.ts";
import { diffPlays, Play } from "@showrunner/detect/plays.ts";
import type { CompiledRule } from "@showrunner/rules/compile.ts";
import type { Services } from "../context.ts";
import { showFacts } from "../poll/facts.ts";
import { feeds } from "../poll/feeds/table.ts";
import { loadSnapshot } from "../poll/snapshots.ts";
import { type PlayedShow, playedShows, progressDrafts } from "./present-progress.ts";

/** What is there now of what a rule waits for. */
export interface Present {
  /** What would have been found, had it come to be just now. */
  drafts: Draft[];
  /** What could not be looked at, and why. */
  undecided: { about: string; reason: string }[];
  /** Of what the rule waits for, what is nothing that can be there, or was not read; and why. */
  cannot: { type: EventType; reason: string }[];
  /** Only the latest plays are looked at: there are more. */
  cut: boolean;
}

/** Of movies and episodes watched, so many of the latest plays. */
export const mostPlays = 1000;

/** Event types of what is there after them, by the feed that holds it. */
const standing: ReadonlySet<EventType> = new Set<EventType>([
  "watchlist.item_added",
  "favorites.item_added",
  "collection.item_added",
  "list.item_added",
  "list.created",
  "item.rated",
  "item.hidden",
  "show.dropped",
  "playback.paused",
  "follower.added",
  "follow.requested",
]);
const played: ReadonlySet<EventType> = new Set<EventType>(["episode.watched", "movie.watched"]);
const ofProgress: ReadonlySet<EventType> = new Set<EventType>([
  "show.started",
  "season.completed",
  "show.caught_up",
  "show.completed",
]);
const endedBy: ReadonlyMap<string, "show.ended" | "show.canceled"> = new Map([
  ["ended", "show.ended"],
  ["canceled", "show.canceled"],
] as const);
const ofStatus: ReadonlySet<EventType> = new Set<EventType>(endedBy.values());

const notRead =
  "it was never read, for no rule that is on needs it: switch the rule on, and look again after its first poll";

/** Finds what is there, by what polls keep; of shows and movies by what is known of them to everybody. */
export async function presentFor(
  looking: Services,
  accountId: string,
  { types }: Pick<CompiledRule, "types">,
): Promise<Present> {
  const present: Present = { drafts: [], undecided: [], cannot: [], cut: false };
  for (const type of types) {
    const drafts = standing.has(type) ? await fromFeed(looking, accountId, type) : undefined;
    if (drafts !== undefined) present.drafts.push(...drafts);
    else if (standing.has(type)) present.cannot.push({ type, reason: notRead });
    else if (!isOfPlays(type)) present.cannot.push({ type, reason: whyNone(type) });
  }
  const ofPlays = types.filter(isOfPlays);
  if (ofPlays.length === 0) return present;
  const plays = (await loadSnapshot(looking, accountId, "history", Play))?.rows;
  if (plays === undefined) {
    for (const type of ofPlays) present.cannot.push({ type, reason: notRead });
    return present;
  }
  addPlays(present, plays, new Set(ofPlays.filter((type) => played.has(type))));
  const about = new Set(ofPlays.filter((type) => !played.has(type)));
  if (about.size > 0)
    for (const show of await playedShows(looking, accountId, plays)) await addShow(looking, present, show, about);
  return present;
}

const isOfPlays = (type: EventType): boolean => played.has(type) || ofProgress.has(type) || ofStatus.has(type);

/** Undefined where no poll keeps the feed. */
async function fromFeed(looking: Services, accountId: string, type: EventType): Promise<Draft[] | undefined> {
  const feed = feeds.find((one) => one.types.includes(type));
  return await feed?.open(async ({ name, row, diff }) => {
    const after = (await loadSnapshot(looking, accountId, name, row))?.rows;
    const removedAt = new Date(looking.clock.now()).toISOString();
    return after && diff({ before: [], after, whole: true, removedAt }).filter((draft) => draft.type === type);
  });
}

function addPlays(present: Present, plays: readonly Play[], types: ReadonlySet<EventType>): void {
  if (types.size === 0) return;
  const wanted = plays
    .filter((play) => types.has(`${play.item_type}.watched`))
    .toSorted((a, b) => Date.parse(b.watched_at) - Date.parse(a.watched_at));
  present.cut = wanted.length > mostPlays;
  present.drafts.push(...diffPlays({ before: [], after: wanted.slice(0, mostPlays), whole: true, removedAt: "" }));
}

async function addShow(
  looking: Services,
  present: Present,
  one: PlayedShow,
  types: ReadonlySet<EventType>,
): Promise<void> {
  const { show } = one;
  try {
    const facts = await showFacts(looking, looking.trakt, show.ids.trakt);
    const found = await progressDrafts(looking, one, facts, types);
    present.drafts.push(...found.filter((draft) => types.has(draft.type)));
    const { status } = facts;
    const ended = status == null ? undefined : endedBy.get(status);
    if (status == null || ended === undefined || !types.has(ended)) return;
    present.drafts.push({
      type: ended,
      subject: `show:${show.ids.trakt}`,
      time: new Date(looking.clock.now()).toISOString(),
      identity: `show:${show.ids.trakt}:${status}`,
      // What it was before is not told by what it is.
      data: { show, status, previous_status: "unknown" },
    });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    present.undecided.push({ about: show.title, reason: messageOf(error) });
  }
}

/** Why an event type tells of nothing that is there. */
function whyNone(type: EventType): string {
  if (/(?:removed|unrated|unhidden|undropped|deleted)$/.test(type)) return "it tells of what is gone";
  return "it tells of a moment: there is nothing of it to be found afterwards";
}
