import type { ReplyOf } from "@showrunner/client/asked.ts";
import type { Tone } from "../../ui/badge.tsx";

export type Queue = ReplyOf<"operator.queues">["queues"][number];
export type AccountRow = ReplyOf<"operator.accounts">["items"][number];
export type Minute = NonNullable<ReplyOf<"operator.load">["minutes"]>[number];

const queueLabels: Readonly<Record<string, string>> = {
  PollJobs: "Looks at Trakt",
  ChangeEvents: "Events for the rules",
  TraktWrites: "Changes at Trakt",
  Deliveries: "Messages and webhooks",
};

export const queueLabel = (name: string): string =>
  (Object.hasOwn(queueLabels, name) ? queueLabels[name] : undefined) ?? name;

/** "none", "480 ms", "12 s", "4 min", "3 h": how late something is. */
export function lateness(ms: number | null): string {
  if (ms === null) return "not known yet";
  if (ms <= 0) return "none";
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${Math.round(ms / 1000)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
}

/** When lateness is worth a look: the clock ticks each minute, and work is done within seconds. */
export function lagTone(ms: number | null): Tone {
  if (ms === null) return "info";
  if (ms < 120_000) return "good";
  return ms < 900_000 ? "wait" : "bad";
}

export const connectionTone: Record<AccountRow["connection"], { tone: Tone; words: string }> = {
  active: { tone: "good", words: "Connected" },
  connecting: { tone: "info", words: "Connecting" },
  needs_reconnect: { tone: "bad", words: "Must reconnect" },
  disconnected: { tone: "plain", words: "Disconnected" },
};

/** The sums of the minutes, for who does not see the chart. */
export function loadSummary(minutes: readonly Minute[]): string {
  const sum = (name: "polls" | "events" | "runs" | "actions" | "refusals"): number =>
    minutes.reduce((total, minute) => total + minute[name], 0);
  const parts = [
    `${sum("polls")} looks at Trakt`,
    `${sum("events")} events`,
    `${sum("runs")} runs`,
    `${sum("actions")} actions`,
    `${sum("refusals")} refused by Trakt`,
  ];
  return `In the last ${minutes.length} minutes: ${parts.join(", ")}.`;
}

/** "$0.42", "$12": what is below a cent is told as such. */
export function dollars(amount: number): string {
  if (amount > 0 && amount < 0.01) return "less than 1 ¢";
  return new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" }).format(amount);
}

export const registrationWords = {
  open: { words: "Open", lead: "Whoever signs in with Trakt gets an account here." },
  invite: { words: "By invitation", lead: "Who is new needs an invitation, which lets one person in, once." },
  "allow-list": { words: "Allow-list", lead: "Only Trakt user names that this place's settings list may come in." },
} as const;
