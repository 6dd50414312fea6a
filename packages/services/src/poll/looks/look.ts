import type { EventType } from "@showrunner/core/events/catalogue.ts";
import type { Account } from "@showrunner/core/records.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import type { LookName, Services } from "../../context.ts";

/** What came of a look. */
export interface Looked {
  /** The first of all: it begins with how things are, and tells nothing. */
  seeded: boolean;
  /** Something was kept that was not known before. */
  changed: boolean;
  /** How many events were new. */
  events: number;
  /** Until when the person watches something, epoch ms; null when nothing. Only of the look at that. */
  watchingUntil?: number | null;
}

/**
 * Something that Trakt's activities do not tell of, so that it must be looked at to be known. Its snapshot has the name of
 * the look; a look that finds nothing new writes nothing.
 */
export interface Look {
  name: LookName;
  /** The event types that come from it. */
  types: readonly EventType[];
  look(ctx: Services, session: TraktSession, account: Account): Promise<Looked>;
}
