import type { ReplyOf } from "@showrunner/client/asked.ts";
import { actionKind } from "../../rules/actions.ts";

type Request = ReplyOf<"dead.list">["items"][number]["request"];

/** What was to be done, as the menu of actions calls it, and on what: "Add to the watchlist: Andor". */
export function deadTitle(request: Request): string {
  const verb = actionKind(request.do)?.title ?? request.do;
  if ("item" in request) return `${verb}: ${request.item.title}`;
  if (request.do === "notify") return `“${request.title}” to ${request.channel}`;
  return request.do === "webhook" ? `${verb}: ${request.channel}` : verb;
}
