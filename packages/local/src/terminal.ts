import { styleText } from "node:util";
import type { Clock } from "@showrunner/core/clock.ts";
import type { Log, LogEntry } from "@showrunner/core/log.ts";
import type { Outcome } from "@showrunner/core/trace.ts";
import { localTime } from "./local-time.ts";
import { plain, plainJson } from "./plain.ts";

type Style = Parameters<typeof styleText>[0];

interface Line {
  what: string;
  style: Style;
  who: string;
  text: string;
}

/** Prints what the services tell as lines that a person can read: when, what, who, and the words. */
export function terminalLog(options: { clock: Clock; color: boolean; print(line: string): void }): Log {
  const paint = (style: Style, text: string) => (options.color ? styleText(style, text) : text);
  const noise = noiseOf();
  return (entry) => {
    const time = localTime(options.clock.now()).slice(5, 16);
    const line = noise.isLeftOut(entry, time) ? undefined : lineOf(entry, noise);
    if (line === undefined) return;
    const { what, style, who, text } = line;
    options.print(`${paint("dim", time)}  ${paint(style, what.padEnd(7))}  ${plain(who).padEnd(16)}  ${plain(text)}`);
  };
}

/** Prints what the services tell as one JSON object a line, with the time. */
export function jsonLog(options: { clock: Clock; print(line: string): void }): Log {
  return (entry) => options.print(plainJson({ at: new Date(options.clock.now()).toISOString(), ...entry }));
}

/** Of a person's changes of one type in one minute, so many have a line: a new season is scheduled episode by episode. */
const alikeShown = 2;

interface Noise {
  isLeftOut(entry: LogEntry, minute: string): boolean;
  /** How many of a person's changes had no line since this was last asked. */
  takeHidden(who: string): number;
}

/** Knows which lines would tell a person nothing. */
function noiseOf(): Noise {
  const firstLooks = new Set<string>();
  const alike = new Map<string, { minute: string; count: number }>();
  const hidden = new Map<string, number>();
  return {
    isLeftOut: (entry, minute) => {
      if (entry.kind === "polled" && entry.events === 0) {
        // Most polls find nothing. Those of somebody who has just come can overlap, and then each is a first look.
        const look = `${entry.who} ${entry.seeded.join(" ")}`;
        if (entry.seeded.length === 0 || firstLooks.has(look)) return true;
        firstLooks.add(look);
      }
      if (entry.kind !== "event") return false;
      const key = `${entry.who} ${entry.type}`;
      const former = alike.get(key);
      const count = former?.minute === minute ? former.count + 1 : 1;
      alike.set(key, { minute, count });
      if (count <= alikeShown) return false;
      hidden.set(entry.who, (hidden.get(entry.who) ?? 0) + 1);
      return true;
    },
    takeHidden: (who) => {
      const count = hidden.get(who) ?? 0;
      hidden.delete(who);
      return count;
    },
  };
}

function lineOf(entry: LogEntry, noise: Noise): Line | undefined {
  switch (entry.kind) {
    case "scheduled":
    case "swept":
    case "poll.skipped":
    case "refused":
      return undefined;
    case "polled":
      return { what: "polled", style: "cyan", who: entry.who, text: polledText(entry, noise.takeHidden(entry.who)) };
    case "poll.failed":
      return { what: "failed", style: "red", who: entry.who, text: `${entry.feed ?? "poll"}: ${entry.message}` };
    case "event":
      return {
        what: "changed",
        style: "blue",
        who: entry.who,
        text: `${entry.about}  (${entry.type}${entry.echo ? ", our own doing" : ""})`,
      };
    case "run":
      return {
        what: "rule",
        style: entry.outcome === "matched" ? "magenta" : "dim",
        who: entry.who,
        text: `${entry.rule}: ${entry.about} → ${outcomeWords[entry.outcome]}: ${goingOn(entry.reason)}  [${entry.runId}]`,
      };
    case "action":
      return {
        what: actionWords[entry.state],
        style: actionStyles[entry.state],
        who: entry.who,
        text: actionText(entry),
      };
    case "connection":
      return { what: "trakt", style: entry.state === "refreshed" ? "dim" : "red", who: entry.who, text: entry.message };
    case "defect":
      return { what: "error", style: "red", who: "", text: `${entry.where}: ${entry.message}` };
  }
}

const outcomeWords: Record<Outcome, string> = {
  matched: "acts",
  not_matched: "does not act",
  suppressed: "is held back",
  failed: "fails",
};

const actionWords = { done: "done", waiting: "waits", retry: "later", unsure: "unsure", dead: "gave up" } as const;
const actionStyles = { done: "green", waiting: "dim", retry: "yellow", unsure: "yellow", dead: "red" } as const;

function actionText({ rule, verb, state, message }: Extract<LogEntry, { kind: "action" }>): string {
  // What was done says itself what it was.
  return state === "done" ? `${rule}: ${message}` : `${rule}: ${verb}: ${message}`;
}

/** A sentence as it goes on behind a colon. A condition as it was written begins no sentence. */
function goingOn(sentence: string): string {
  return sentence.replace(/^[A-Z](?=[a-z]* [a-z])/, (letter) => letter.toLowerCase());
}

function polledText(entry: Extract<LogEntry, { kind: "polled" }>, hidden: number): string {
  const parts: string[] = [];
  if (entry.seeded.length > 0) parts.push(`first look at ${entry.seeded.join(", ")}`);
  if (entry.moved.length > 0) parts.push(`${entry.moved.join(", ")} moved`);
  const changes = entry.events === 0 ? "nothing new" : counted(entry.events, "change");
  const more = hidden === 0 ? "" : `, ${hidden} of them not shown here`;
  return `${parts.join("; ")} → ${changes}${more} (${counted(entry.calls, "Trakt call")})`;
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}
