import * as z from "zod";
import { pagePastEnd, unknownThing, unreadableReply, type Call } from "./classify.ts";
import type { Endpoint } from "./contract/endpoint.ts";
import { issuesOf } from "./issues.ts";
import { countOf, jsonOf, type HttpReply } from "./reply.ts";

/** A 2xx reply as the contract has it; throws a TraktError for what is none. */
export function read<Reply extends z.ZodType>(
  endpoint: Endpoint<string, z.ZodObject, z.ZodType | undefined, Reply>,
  reply: HttpReply,
  call: Call,
): z.output<Reply> {
  const isEmpty = reply.body.length === 0;
  const json = isEmpty && endpoint.answersNothing ? null : jsonOf(reply);
  if (json === undefined) throw unreadableReply(call, reply.status, isEmpty ? "it is empty" : "it is not JSON");
  const isEmptyList = Array.isArray(json) && json.length === 0;
  if (isEmptyList && endpoint.emptyMeansUnknown) throw unknownThing(call, reply.status);
  const parsed = z.safeParse(endpoint.reply, json);
  if (parsed.success) return parsed.data;
  // Where no list is an answer, an empty one says that there is no such thing. Trakt: the newer backend.
  if (isEmptyList && endpoint.path.includes("/:")) throw unknownThing(call, reply.status);
  throw unreadableReply(call, reply.status, issuesOf(parsed.error));
}

/** An empty page behind the last one tells nothing of the list, and must not be taken for an empty list. */
export function refusePastEnd(reply: HttpReply, call: Call, items: unknown, page: number | undefined): void {
  if (page === undefined || page === 1 || !Array.isArray(items) || items.length > 0) return;
  const count = countOf(reply, "x-pagination-page-count");
  if (count !== null && page > count) throw pagePastEnd(call, reply.status, { asked: page, count });
}
