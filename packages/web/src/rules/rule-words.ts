import { actionKind } from "./actions.ts";
import { recordsAt, textAt, textsAt } from "./rule-value.ts";
import { cronWords, readSpan, spanWords } from "./schedule.ts";
import type { Reference } from "./words.ts";

/** What a rule waits for, in a few words: "Episode airing, 30 minutes before". */
export function triggerWords(rule: unknown, reference: Reference | undefined): string {
  const types = textsAt(rule, ["when", "event"]);
  const titles = types.map((type) => reference?.events.find((event) => event.type === type)?.title ?? type);
  const shown = titles.length > 3 ? [...titles.slice(0, 2), `${titles.length - 2} more`] : titles;
  const [cron, after, offset] = ["cron", "after", "offset"].map((key) => textAt(rule, ["when", key]));
  if (cron && types.length === 1) return capital(cronWords(cron));
  const parts = [
    listed(shown),
    textAt(rule, ["when", "scope"]) === "all" ? "of everything on Trakt" : "",
    offset ? offsetWords(offset) : "",
    cron ? cronWords(cron) : "",
    after ? `for ${spanWords(after)}` : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}

export function offsetWords(offset: string): string {
  const span = readSpan(offset);
  if (span?.amount === 0) return "at its time";
  const isBefore = span?.isBefore ?? offset.trim().startsWith("-");
  return `${spanWords(offset.trim().replace(/^[-+]\s*/, ""))} ${isBefore ? "before" : "after"}`;
}

/** What a rule does, in a few words: "Tell me (phone), add to the watchlist". */
export function actionWords(rule: unknown): string {
  return recordsAt(rule, ["then"])
    .map((action) => {
      const verb = textAt(action, ["do"]);
      const title = actionKind(verb)?.title ?? verb;
      const target = textAt(action, ["channel"]) || textAt(action, ["list"]) || textAt(action, ["with"]);
      const wait = textAt(action, ["wait"]);
      return `${title}${target === "" ? "" : ` (${target})`}${wait === "" ? "" : ` after ${spanWords(wait)}`}`;
    })
    .map((words, at) => (at === 0 ? words : words.charAt(0).toLowerCase() + words.slice(1)))
    .join(", ");
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} or ${parts.at(-1)}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
