import type { HiddenSection, TraktRequest } from "@showrunner/core/actions.ts";
import { unreachable } from "@showrunner/core/errors.ts";

const sections: Record<HiddenSection, string> = {
  calendar: "the calendar",
  progress_watched: "watched progress",
  progress_collected: "collected progress",
  recommendations: "the recommendations",
};

/** How things stand once a request is done: `Andor is on the watchlist`. */
export function wordsOf(request: TraktRequest): string {
  const { title } = request.item;
  switch (request.do) {
    case "watchlist.add":
      return `${title} is on the watchlist`;
    case "watchlist.remove":
      return `${title} is off the watchlist`;
    case "favorites.add":
      return `${title} is among the favorites`;
    case "favorites.remove":
      return `${title} is no favorite any more`;
    case "collection.add":
      return `${title} is in the collection`;
    case "collection.remove":
      return `${title} is out of the collection`;
    case "hide":
      return `${title} is hidden from ${sections[request.section]}`;
    case "unhide":
      return `${title} is shown in ${sections[request.section]} again`;
    case "drop":
      return `${title} is dropped`;
    case "undrop":
      return `${title} is taken up again`;
    case "list.add":
      return `${title} is on the list ${request.list}`;
    case "list.remove":
      return `${title} is off the list ${request.list}`;
    case "history.add":
      return `${title} is in the history`;
    case "history.remove":
      return request.plays === "all"
        ? `${title} is out of the history`
        : `${request.plays.length === 1 ? "a play" : `${request.plays.length} plays`} of ${title} left the history`;
    case "rate":
      return `${title} is rated ${request.rating}`;
    case "unrate":
      return `${title} has no rating any more`;
    case "checkin":
      return `${title} is checked in`;
    default:
      return unreachable(request);
  }
}
