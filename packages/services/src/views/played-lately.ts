import * as z from "zod";
import type { Services } from "../context.ts";
import { loadSnapshot, snapshotParts } from "../poll/snapshots.ts";

/** The episodes that somebody watched lately, by what polls know. */
export interface PlayedLately {
  /** By Trakt's ids. */
  episodes: ReadonlySet<number | undefined>;
  /** What aired since then (epoch ms) is among them, if it was watched at all. */
  knownFrom: number;
}

/** Of the history so many of the latest parts, two hundred plays or more each: what airs now is watched now. */
const lastParts = 2;
/** Plays come in the order in which they were entered, some long after they were watched; not all of so many. */
const enteredTogether = 20;
const mostRemembered = 100;

const Seen = z.object({
  watched_at: z.string(),
  episode: z.object({ ids: z.object({ trakt: z.int() }) }).optional(),
});
type Seen = z.infer<typeof Seen>;

const remembered = new WeakMap<Services, Map<string, PlayedLately>>();

/** What a person watched lately; nothing is known of it where no rule has their history polled. */
export async function playedLately(ctx: Services, accountId: string): Promise<PlayedLately> {
  const parts = await snapshotParts(ctx, accountId, "history");
  if (parts === undefined) return { episodes: new Set(), knownFrom: Infinity };
  const here = remembered.get(ctx) ?? new Map<string, PlayedLately>();
  remembered.set(ctx, here);
  const name = [accountId, ...parts.slice(-lastParts)].join(" ");
  const known = here.get(name);
  if (known !== undefined) return known;
  const rows = (await loadSnapshot(ctx, accountId, "history", Seen, { lastParts }))?.rows ?? [];
  const played: PlayedLately = {
    episodes: new Set(rows.map(({ episode }) => episode?.ids.trakt)),
    knownFrom: parts.length <= lastParts ? -Infinity : enteredFrom(rows),
  };
  const oldest = here.keys().next();
  if (here.size >= mostRemembered && oldest.done !== true) here.delete(oldest.value);
  here.set(name, played);
  return played;
}

function enteredFrom(rows: readonly Seen[]): number {
  return Math.max(...rows.slice(0, enteredTogether).map((play) => Date.parse(play.watched_at)));
}
