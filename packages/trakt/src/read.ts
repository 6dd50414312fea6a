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
  // What is not there, one backend leaves out and the other writes as null.
  if (leaveOutNulls(json, parsed.error.issues)) {
    const again = z.safeParse(endpoint.reply, json);
    if (again.success) return again.data;
  }
  // Where no list is an answer, an empty one says that there is no such thing. Trakt: the newer backend.
  if (isEmptyList && endpoint.path.includes("/:")) throw unknownThing(call, reply.status);
  throw unreadableReply(call, reply.status, issuesOf(parsed.error));
}

/** Takes out each null that a schema refused; false when something else was refused too. */
function leaveOutNulls(json: unknown, issues: readonly z.core.$ZodIssue[]): boolean {
  for (const { path } of issues) {
    const key = path.at(-1);
    let holder = json;
    for (const step of path.slice(0, -1)) holder = isObject(holder) ? Reflect.get(holder, step) : undefined;
    if (key === undefined || !isObject(holder) || Array.isArray(holder) || Reflect.get(holder, key) !== null)
      return false;
    Reflect.deleteProperty(holder, key);
  }
  return true;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** An empty page behind the last one tells nothing of the list, and must not be taken for an empty list. */
export function refusePastEnd(reply: HttpReply, call: Call, items: unknown, page: number | undefined): void {
  if (page === undefined || page === 1 || !Array.isArray(items) || items.length > 0) return;
  const count = countOf(reply, "x-pagination-page-count");
  if (count !== null && page > count) throw pagePastEnd(call, reply.status, { asked: page, count });
}
