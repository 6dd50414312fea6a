import * as z from "zod";
import type { EventData, EventType } from "./catalogue.ts";

/**
 * A fact that a detector found: everything of an event but its id, its account and when it was recorded.
 * `identity` says what happened in Trakt's own terms and never when it was seen, so that the same
 * fact found twice gets the same id.
 */
export type Draft = { [T in EventType]: DraftOf<T> }[EventType];

export interface DraftOf<T extends EventType> {
  type: T;
  /** What it is about: `show:1390`, `episode:73640`, `movie:475091`, `account`. */
  subject: string;
  /** When it happened at Trakt, ISO 8601 in UTC. */
  time: string;
  identity: string;
  data: EventData<T>;
}

/** What of ours caused an event: the action whose effect came back as a change, and how many rules deep it is. */
export const Origin = z.object({
  actionid: z.string(),
  ruleid: z.string(),
  /** Rules that led here, first to last, `ruleid` included. */
  chain: z.array(z.string()),
  /** The action that this one took back: no rule runs on that. */
  undoes: z.string().optional(),
});
export type Origin = z.infer<typeof Origin>;

/** A change event: an immutable fact in CloudEvents 1.0 attributes. Source: CloudEvents specification 1.0.2. */
export const ChangeEvent = z.object({
  specversion: z.literal("1.0"),
  id: z.string(),
  source: z.string(),
  type: z.string(),
  subject: z.string(),
  /** When it happened at Trakt. */
  time: z.string(),
  /** When Showrunner recorded it. */
  recordedtime: z.string(),
  /** CloudEvents extension: when Trakt says that the list it was found in last moved; absent where none was read. */
  movedtime: z.string().optional(),
  /** W3C trace context, from the poll to the effect. */
  traceparent: z.string(),
  /** CloudEvents extension: whose event it is. */
  accountid: z.string(),
  origin: Origin.optional(),
  /**
   * CloudEvents extension: what it tells of was there already when this rule was applied to it, and nothing happened. No
   * other rule runs on it.
   */
  appliedrule: z.string().optional(),
  data: z.record(z.string(), z.unknown()),
});
export type ChangeEvent = z.infer<typeof ChangeEvent>;
