import type { ServerResponse } from "node:http";
import { json, type Received } from "./host.ts";

export interface Play {
  id: number;
  watched_at: string;
  action: string;
  type: string;
  movie: { title: string; ids: { trakt: number } };
}

/** Above 2^31, as Trakt's history ids are. */
const firstId = 12_297_139_948;

export function plays(count: number): Play[] {
  return Array.from({ length: count }, (_none, index) => ({
    id: firstId - index,
    watched_at: "2026-11-20T18:00:00.000Z",
    action: "watch",
    type: "movie",
    movie: { title: `Movie ${index}`, ids: { trakt: index + 1 } },
  }));
}

export function asked(request: Received): { page: number; limit: number; path: string } {
  const url = new URL(request.url, "http://host.example");
  const number = (name: string): number => Number(url.searchParams.get(name) ?? "0");
  return { page: number("page"), limit: number("limit"), path: url.pathname };
}

export interface PageAnswer {
  items: unknown[];
  page: number;
  limit: number;
  pageCount?: number | null;
  itemCount?: number | null;
}

export function answerPage(response: ServerResponse, { items, page, limit, pageCount, itemCount }: PageAnswer): void {
  json(response, 200, items, {
    "x-pagination-page": String(page),
    "x-pagination-limit": String(limit),
    ...(pageCount == null ? {} : { "x-pagination-page-count": String(pageCount) }),
    ...(itemCount == null ? {} : { "x-pagination-item-count": String(itemCount) }),
  });
}

/** Answers as Trakt does: limits above `most` are clamped without a word. */
export function paginate(list: () => readonly unknown[], most: number) {
  return (request: Received, response: ServerResponse): void => {
    const { page, limit: wanted } = asked(request);
    const limit = wanted === 0 ? most : Math.min(wanted, most);
    const all = list();
    const pageCount = Math.ceil(all.length / limit);
    answerPage(response, {
      items: all.slice((page - 1) * limit, page * limit),
      page,
      limit,
      pageCount,
      itemCount: all.length,
    });
  };
}
