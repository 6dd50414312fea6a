import type { Clock } from "@showrunner/core/clock.ts";
import type { Log, LogEntry } from "@showrunner/core/log.ts";

/** What one process did in a minute. */
export interface MinuteOfLoad {
  /** ISO 8601: when it began. */
  at: string;
  /** Accounts whose turn it was. */
  polls: number;
  events: number;
  runs: number;
  actions: number;
  /** Polls that Trakt turned away for coming too often. */
  refusals: number;
}

/** Counts what one process does, by the minute, for the last hour: a handful of numbers and no more. */
export interface Meter {
  /** A log that is counted, and goes on to where it went. */
  heard(log: Log): Log;
  /** Where to look up how many calls were sent to Trakt so far. */
  watch(callsSoFar: () => number): void;
  /** The last sixty minutes, the present one last. */
  hour(): MinuteOfLoad[];
  /** Calls to Trakt in the last five minutes, to within one. */
  recentCalls(): number;
}

const minuteMs = 60_000;
const minutesKept = 60;
const recentMinutes = 5;

interface Counted {
  minute: number;
  callsBefore: number;
  counts: Omit<MinuteOfLoad, "at">;
}

export function createMeter(clock: Clock): Meter {
  let kept: Counted[] = [];
  let callsSoFar = (): number => 0;

  const now = (): Counted => {
    const minute = Math.floor(clock.now() / minuteMs);
    const last = kept.at(-1);
    if (last?.minute === minute) return last;
    const fresh = { minute, callsBefore: callsSoFar(), counts: noCounts() };
    kept = [...kept.filter((one) => one.minute > minute - minutesKept && one.minute < minute), fresh];
    return fresh;
  };
  const note = (entry: LogEntry): void => {
    const { counts } = now();
    if (entry.kind === "scheduled") counts.polls += entry.accounts;
    else if (entry.kind === "event") counts.events += 1;
    else if (entry.kind === "run") counts.runs += 1;
    else if (entry.kind === "action" && entry.state === "done") counts.actions += 1;
    else if (entry.kind === "poll.failed" && entry.code === "trakt.rate_limited") counts.refusals += 1;
  };
  return {
    heard: (log) => (entry) => {
      note(entry);
      log(entry);
    },
    watch: (calls) => {
      callsSoFar = calls;
    },
    hour: () => {
      const { minute } = now();
      const byMinute = new Map(kept.map((one) => [one.minute, one.counts]));
      return Array.from({ length: minutesKept }, (_, at) => {
        const one = minute - minutesKept + 1 + at;
        return { at: new Date(one * minuteMs).toISOString(), ...(byMinute.get(one) ?? noCounts()) };
      });
    },
    recentCalls: () => {
      const { minute } = now();
      const oldest = kept.find((one) => one.minute > minute - recentMinutes);
      return callsSoFar() - (oldest?.callsBefore ?? 0);
    },
  };
}

const noCounts = (): Counted["counts"] => ({ polls: 0, events: 0, runs: 0, actions: 0, refusals: 0 });
