import type { ActionVerb } from "./actions.ts";
import type { EventType } from "./events/catalogue.ts";
import type { Outcome } from "./trace.ts";

/** What the services tell as they work. Holds no secret; runtimes print it, count it, or ship it. */
export type LogEntry =
  | { kind: "scheduled"; minutes: number; accounts: number; jobs: number }
  | { kind: "polled"; accountId: string; who: string; moved: string[]; seeded: string[]; events: number; calls: number }
  | { kind: "poll.skipped"; accountId: string; reason: string }
  | { kind: "poll.failed"; accountId: string; who: string; feed: string | null; code: string; message: string }
  | {
      kind: "event";
      accountId: string;
      who: string;
      eventId: string;
      /** W3C trace context: the same from the event to its effects. */
      traceparent: string;
      type: EventType;
      about: string;
      echo: boolean;
    }
  | {
      kind: "run";
      accountId: string;
      who: string;
      runId: string;
      eventId: string;
      traceparent: string;
      rule: string;
      about: string;
      outcome: Outcome;
      reason: string;
    }
  | {
      kind: "action";
      accountId: string;
      who: string;
      actionId: string;
      eventId: string;
      traceparent: string;
      rule: string;
      verb: ActionVerb;
      /** Of the movie, show, season or episode that it is about, as messages name it. */
      title?: string | undefined;
      state: "done" | "waiting" | "retry" | "dead" | "unsure";
      message: string;
    }
  | { kind: "connection"; accountId: string; who: string; state: "refreshed" | "needs_reconnect"; message: string }
  | { kind: "swept"; events: number; actions: number }
  /** Who asked was not let in, may not, or asked too often; `where` names nobody. */
  | { kind: "refused"; where: string; code: string }
  | { kind: "defect"; where: string; message: string };

export type Log = (entry: LogEntry) => void;
