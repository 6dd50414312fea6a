import type * as z from "zod";
import type { CallOptions, ListEndpoint, TraktCalls } from "./client.ts";
import { calendarMaxDays, type CalendarMedia } from "./contract/calendars.ts";

/** What any of the calendars gives. */
type Entry = Pick<CalendarMedia, "movie" | "episode">;

type CalendarParams = z.ZodObject<{ start_date: z.ZodType; days: z.ZodType }>;

/** Any number of days from `start_date` (`YYYY-MM-DD`, UTC), and whatever else the calendar takes. */
export type CalendarSpan<Params extends CalendarParams> = z.input<Params> & { start_date: string; days: number };

/** Part of a calendar, as one call gave it. */
export interface CalendarChunk<T> {
  readonly items: T[];
  readonly start_date: string;
  readonly days: number;
}

const dayMs = 24 * 3_600_000;

/**
 * Reads a calendar in as many calls as its span needs, each asked for when it is wanted: Trakt gives so many days at
 * once and no more, and cuts off the rest without a word. What one chunk had is left out of those after it: an
 * episode may move while we read. Throws TraktError.
 */
export async function* calendarChunks<Params extends CalendarParams, T extends Entry>(
  calls: Pick<TraktCalls, "call">,
  endpoint: ListEndpoint<Params, T>,
  span: CalendarSpan<Params>,
  options?: CallOptions,
): AsyncGenerator<CalendarChunk<T>> {
  const seen = new Set<string>();
  for (const { start_date, days } of chunksOf(span)) {
    const read = await calls.call(endpoint, { ...span, start_date, days }, options);
    const items = read.filter((item) => !seen.has(keyOf(item)));
    for (const item of items) seen.add(keyOf(item));
    yield { items, start_date, days };
  }
}

/** The whole span of a calendar, in the order of its days. Throws TraktError when any part of it cannot be read. */
export async function readCalendar<Params extends CalendarParams, T extends Entry>(
  calls: Pick<TraktCalls, "call">,
  endpoint: ListEndpoint<Params, T>,
  span: CalendarSpan<Params>,
  options?: CallOptions,
): Promise<T[]> {
  const items: T[] = [];
  for await (const chunk of calendarChunks(calls, endpoint, span, options)) items.push(...chunk.items);
  return items;
}

/** A span that no calendar could take stays whole: the contract has the words for what is wrong with it. */
function chunksOf({ start_date, days }: { start_date: string; days: number }): { start_date: string; days: number }[] {
  const fromMs = Date.parse(start_date);
  if (!Number.isInteger(days) || days <= calendarMaxDays || Number.isNaN(fromMs)) return [{ start_date, days }];
  return Array.from({ length: Math.ceil(days / calendarMaxDays) }, (_, at) => ({
    start_date: new Date(fromMs + at * calendarMaxDays * dayMs).toISOString().slice(0, 10),
    days: Math.min(calendarMaxDays, days - at * calendarMaxDays),
  }));
}

function keyOf({ movie, episode }: Entry): string {
  return episode == null ? `movie ${movie?.ids.trakt}` : `episode ${episode.ids.trakt}`;
}
