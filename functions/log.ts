import type { Log, LogEntry } from "@showrunner/core/log.ts";
import type { Metrics } from "./metrics.ts";
import type { Names } from "./names.ts";

/** Prints one line; CloudWatch takes each for a log event. */
export type Print = (line: string) => void;

export interface LogOptions {
  print: Print;
  now(): number;
  /** What each line says besides: the function, the request. */
  fields(): Record<string, string>;
  /** Leaves people's names out of a text. */
  without(text: string): string;
}

/** What is free text in a line, and may say who it is about. */
const texts = ["message", "reason", "hint", "about"];

/**
 * Structured logs: a JSON object a line, with the ids of account, event, run and action and the trace that joins them.
 * People's names, and what they watch, stay in the store: texts that name somebody are printed without the name.
 */
export function jsonLog(options: LogOptions): (level: "info" | "warn" | "error", fields: object) => void {
  return (level, fields) => {
    const line = { level, time: new Date(options.now()).toISOString(), ...options.fields(), ...fields };
    const nameless = (key: string, value: unknown): unknown =>
      texts.includes(key) && typeof value === "string" ? options.without(value) : value;
    options.print(JSON.stringify(line, nameless));
  };
}

/** What the services tell, as log lines and as metrics. */
export function serviceLog(write: ReturnType<typeof jsonLog>, metrics: Metrics, names: Pick<Names, "add">): Log {
  return (entry) => {
    metrics.count(entry);
    if ("who" in entry) names.add(entry.who);
    write(levelOf(entry), withoutPeople(entry));
  };
}

function levelOf(entry: LogEntry): "info" | "warn" | "error" {
  switch (entry.kind) {
    case "defect":
      return "error";
    case "poll.failed":
    case "refused":
      return "warn";
    case "action":
      return entry.state === "done" || entry.state === "waiting" ? "info" : "warn";
    case "connection":
      return entry.state === "refreshed" ? "info" : "warn";
    default:
      return "info";
  }
}

function withoutPeople(entry: LogEntry): object {
  const { kind } = entry;
  if (kind === "event" || kind === "run") {
    const { who: _who, about: _about, ...rest } = entry;
    return rest;
  }
  if (kind === "action") {
    // A done action's message may hold the words of the notification.
    const { who: _who, message, title = "", ...rest } = entry;
    if (rest.state === "done") return rest;
    const plain = withoutTitle(message);
    return { ...rest, message: title === "" ? plain : plain.replaceAll(title, "(something)") };
  }
  if (kind === "polled" || kind === "poll.failed" || kind === "connection") {
    const { who: _who, ...rest } = entry;
    return rest;
  }
  return entry;
}

/** Log lines of notifications begin with their title, in quotation marks. */
function withoutTitle(message: string): string {
  return message.replace(/^“.*”: /s, "");
}
