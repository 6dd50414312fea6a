import type { ActionRequest } from "@showrunner/core/actions.ts";
import { unreachable } from "@showrunner/core/errors.ts";

/** What an action does, in words: `add Andor to the watchlist`. */
export function actionWords(request: ActionRequest): string {
  switch (request.do) {
    case "watchlist.add":
      return `add ${request.item.title} to the watchlist`;
    case "watchlist.remove":
      return `take ${request.item.title} off the watchlist`;
    case "favorites.add":
      return `add ${request.item.title} to the favorites`;
    case "favorites.remove":
      return `take ${request.item.title} out of the favorites`;
    case "collection.add":
      return `add ${request.item.title} to the collection`;
    case "collection.remove":
      return `take ${request.item.title} out of the collection`;
    case "hide":
      return `hide ${request.item.title} from ${sectionWords[request.section]}`;
    case "unhide":
      return `show ${request.item.title} in ${sectionWords[request.section]} again`;
    case "drop":
      return `drop ${request.item.title}`;
    case "undrop":
      return `take ${request.item.title} up again`;
    case "list.add":
      return `add ${request.item.title} to the list “${request.list}”`;
    case "list.remove":
      return `take ${request.item.title} off the list “${request.list}”`;
    case "history.remove":
      return request.plays === "all"
        ? `take ${request.item.title} out of the history`
        : `take ${request.plays.length === 1 ? "1 play" : `${request.plays.length} plays`} of ${request.item.title} out of the history`;
    case "unrate":
      return `take back the rating of ${request.item.title}`;
    case "checkin":
      return `check in to ${request.item.title}`;
    case "history.add":
      return `add ${request.item.title} to the history`;
    case "rate":
      return `rate ${request.item.title} ${request.rating}`;
    case "notify":
      return `send “${request.title}” to ${request.channel}`;
    case "webhook":
      return `call the webhook ${request.channel}`;
    case "household.share":
      return `share it with ${request.with}`;
    default:
      return unreachable(request);
  }
}

const sectionWords = {
  calendar: "the calendar",
  progress_watched: "watched progress",
  progress_collected: "collected progress",
  recommendations: "the recommendations",
} as const;
