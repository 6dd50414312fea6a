import { styleText } from "node:util";
import type { Clock } from "@showrunner/core/clock.ts";
import type { Log, LogEntry } from "@showrunner/core/log.ts";

type Style = Parameters<typeof styleText>[0];

interface Line {
  what: string;
  style: Style;
  who: string;
  text: string;
}

/** Prints what the services tell as lines that a person can read: when, what, who, and the words. */
export function terminalLog(options: { clock: Clock; color: boolean; print(line: string): void }): Log {
  return (entry) => {
    const line = lineOf(entry);
    if (line === undefined) return;
    const time = new Date(options.clock.now()).toISOString().slice(5, 16).replace("T", " ");
    const paint = (style: Style, text: string) => (options.color ? styleText(style, text) : text);
    options.print(
      `${paint("dim", time)}  ${paint(line.style, line.what.padEnd(9))} ${line.who.padEnd(16)} ${oneLine(line.text)}`,
    );
  };
}

/** Titles come from outside: control characters must not reach the terminal. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ");
}

function lineOf(entry: LogEntry): Line | undefined {
  switch (entry.kind) {
    case "scheduled":
    case "swept":
    case "poll.skipped":
      return undefined;
    case "polled":
      return { what: "polled", style: "cyan", who: entry.who, text: polledText(entry) };
    case "poll.failed":
      return {
        what: "failed",
        style: "red",
        who: entry.who,
        text: `${entry.feed ?? "poll"}: ${entry.message}`,
      };
    case "event":
      return {
        what: "changed",
        style: "blue",
        who: entry.who,
        text: `${entry.about}  (${entry.type}${entry.echo ? ", our own doing" : ""})`,
      };
    case "run":
      return {
        what: entry.outcome === "matched" ? "rule ran" : "rule kept",
        style: entry.outcome === "matched" ? "magenta" : "dim",
        who: entry.who,
        text: `${entry.rule}: ${entry.about}: ${entry.outcome === "matched" ? "acts" : "does not act"} (${entry.reason})  [${entry.runId}]`,
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

const actionWords = { done: "done", retry: "later", unsure: "unsure", dead: "gave up" } as const;
const actionStyles = { done: "green", retry: "yellow", unsure: "yellow", dead: "red" } as const;

function actionText(entry: Extract<LogEntry, { kind: "action" }>): string {
  return `${entry.rule}: ${entry.verb}: ${entry.message}`;
}

function polledText(entry: Extract<LogEntry, { kind: "polled" }>): string {
  const parts: string[] = [];
  if (entry.seeded.length > 0) parts.push(`first look at ${entry.seeded.join(", ")}`);
  if (entry.moved.length > 0) parts.push(`${entry.moved.join(", ")} moved`);
  const events = entry.events === 1 ? "1 change" : `${entry.events} changes`;
  return `${parts.join("; ") || "nothing that a rule waits for"} → ${events} (${entry.calls} Trakt calls)`;
}
