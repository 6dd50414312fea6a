import { styleText } from "node:util";
import type { Clock } from "@showrunner/core/clock.ts";
import type { Log, LogEntry } from "@showrunner/core/log.ts";
import type { Outcome } from "@showrunner/core/trace.ts";
import { localTime } from "./local-time.ts";
import { plain } from "./plain.ts";

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
  const seen = new Set<string>();
  return (entry) => {
    const line = lineOf(entry);
    if (line === undefined) return;
    const { what, style, who, text } = line;
    if (entry.kind === "polled" && entry.events === 0) {
      // Polls of somebody who has just come can overlap, and then each of them is a first look.
      if (seen.has(`${who} ${text}`)) return;
      seen.add(`${who} ${text}`);
    }
    const time = localTime(options.clock.now()).slice(5, 16);
    options.print(`${paint("dim", time)}  ${paint(style, what.padEnd(7))}  ${plain(who).padEnd(16)}  ${plain(text)}`);
  };
}

/** Prints what the services tell as one JSON object a line, with the time. */
export function jsonLog(options: { clock: Clock; print(line: string): void }): Log {
  return (entry) => options.print(JSON.stringify({ at: new Date(options.clock.now()).toISOString(), ...entry }));
}

function lineOf(entry: LogEntry): Line | undefined {
  switch (entry.kind) {
    case "scheduled":
    case "swept":
    case "poll.skipped":
      return undefined;
    case "polled":
      // Most polls find nothing: they are not worth a line.
      if (entry.events === 0 && entry.seeded.length === 0) return undefined;
      return { what: "polled", style: "cyan", who: entry.who, text: polledText(entry) };
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
        text: `${entry.rule}: ${entry.about} → ${outcomeWords[entry.outcome]}: ${entry.reason}  [${entry.runId}]`,
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

const actionWords = { done: "done", retry: "later", unsure: "unsure", dead: "gave up" } as const;
const actionStyles = { done: "green", retry: "yellow", unsure: "yellow", dead: "red" } as const;

function actionText({ rule, verb, state, message }: Extract<LogEntry, { kind: "action" }>): string {
  // What was done says itself what it was.
  return state === "done" ? `${rule}: ${message}` : `${rule}: ${verb}: ${message}`;
}

function polledText(entry: Extract<LogEntry, { kind: "polled" }>): string {
  const parts: string[] = [];
  if (entry.seeded.length > 0) parts.push(`first look at ${entry.seeded.join(", ")}`);
  if (entry.moved.length > 0) parts.push(`${entry.moved.join(", ")} moved`);
  const changes = entry.events === 0 ? "nothing new" : counted(entry.events, "change");
  return `${parts.join("; ")} → ${changes} (${counted(entry.calls, "Trakt call")})`;
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}
