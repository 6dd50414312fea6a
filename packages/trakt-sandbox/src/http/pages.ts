import { json, type Answer } from "./answer.ts";
import type { Call } from "./call.ts";

export interface PageOptions {
  /** Items on a page when the caller does not say: 100 on the sync routes, 10 on many others. */
  defaultLimit: number;
  /** Where a page holds less than pages usually may. */
  maxLimit?: number;
  /** What the headers count when it is not these items: the whole list, on a typed watchlist. */
  itemCount?: number;
  headers?: Record<string, string>;
}

/** One page of the items; a larger `limit` is clamped, not refused. Trakt: pagination guide, 2026-09. */
export function page<T>(call: Call, items: readonly T[], options: PageOptions, render: (item: T) => unknown): Answer {
  const most = call.extended.has("progress")
    ? Math.min(call.behaviour.pageMaxWithProgress, call.behaviour.pageMax)
    : call.behaviour.pageMax;
  const limit = Math.min(positive(call.query.get("limit")) ?? options.defaultLimit, most, options.maxLimit ?? most);
  const number = positive(call.query.get("page")) ?? 1;
  const itemCount = options.itemCount ?? items.length;
  return json(items.slice((number - 1) * limit, number * limit).map(render), 200, {
    "x-pagination-page": String(number),
    "x-pagination-limit": String(limit),
    "x-pagination-page-count": String(Math.ceil(itemCount / limit)),
    "x-pagination-item-count": String(itemCount),
    ...options.headers,
  });
}

function positive(text: string | null): number | undefined {
  const value = Number(text ?? "");
  return Number.isInteger(value) && value > 0 ? value : undefined;
}
