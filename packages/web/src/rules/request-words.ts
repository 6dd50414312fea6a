import { actionKind } from "./actions.ts";
import { isRecord, textAt, valueAt } from "./rule-value.ts";

/** What an action asked for, in a few words: "Add to the watchlist: Severance". */
export function requestWords(request: unknown): string {
  const verb = textAt(request, ["do"]);
  const title = actionKind(verb)?.title ?? verb;
  const item = textAt(request, ["item", "title"]);
  switch (verb) {
    case "notify": {
      const words = [textAt(request, ["title"]), textAt(request, ["body"])].filter((part) => part !== "");
      return `${title} (${textAt(request, ["channel"])}): ${words.join("\n")}`;
    }
    case "webhook":
      return `${title} (${textAt(request, ["channel"])})`;
    case "household.share":
      return `${title}: ${textAt(request, ["with"])}`;
    case "list.add":
    case "list.remove":
      return `${title} (${textAt(request, ["list"])}): ${item}`;
    case "rate":
      return `${title} ${textAt(request, ["rating"])}: ${item}`;
    default:
      return isRecord(valueAt(request, ["item"])) ? `${title}: ${item}` : title;
  }
}
