import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CallOptions, TraktSession } from "./client.ts";
import * as Calendars from "./contract/calendars.ts";
import * as Sync from "./contract/sync.ts";
import { rejection, startClient } from "./testing/host.ts";
import { answerPage, asked, paginate, plays } from "./testing/paginate.ts";

/** All that comes, and what ended it when that was an error. */
async function drain(session: TraktSession, options: CallOptions = {}): Promise<{ ids: unknown[]; error: unknown }> {
  const ids: unknown[] = [];
  try {
    for await (const play of session.items(Sync.history, {}, options)) ids.push(play.id);
  } catch (error) {
    return { ids, error };
  }
  return { ids, error: undefined };
}

describe("a list item by item", () => {
  test("is every item in its order, whatever the length and wherever Trakt clamps the page", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 20 }), async (length, most) => {
        const { session } = await startClient(paginate(() => plays(length), most));
        expect(await drain(session)).toEqual({ ids: plays(length).map((play) => play.id), error: undefined });
      }),
      { numRuns: 30 },
    );
  });

  test("asks for a page only when the one before is used up", async () => {
    const { host, session } = await startClient(paginate(() => plays(50), 10));
    const items = session.items(Sync.history, {})[Symbol.asyncIterator]();
    for (let count = 0; count < 10; count++) await items.next();
    expect(host.received).toHaveLength(1);
    await items.next();
    expect(host.received).toHaveLength(2);
  });

  test("of a method without pages is its one answer", async () => {
    const { host, session } = await startClient((_request, response) =>
      response.setHeader("content-type", "application/json").end("[]"),
    );
    const items = session.items(Calendars.myShows, { start_date: "2026-11-20", days: 7 });
    expect(await Array.fromAsync(items)).toEqual([]);
    expect(host.received).toHaveLength(1);
  });

  test("that moves while it is read ends in `incomplete`, and gives no item twice", async () => {
    let length = 30;
    const { session } = await startClient((request, response) => {
      paginate(() => plays(length), 10)(request, response);
      length += 1;
    });
    const { ids, error } = await drain(session);
    expect(error).toMatchObject({
      kind: "incomplete",
      retry: { kind: "default" },
      sent: true,
      path: "/sync/history",
    });
    expect(String(error)).toContain("pageCount went from 3 to 4");
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each([
    [
      "a page in the middle is short",
      (page: number) => ({ items: plays(30).slice((page - 1) * 10, page * 10 - (page === 2 ? 3 : 0)), pageCount: 3 }),
    ],
    [
      "the last page is short of the count",
      (page: number) => ({ items: plays(25).slice((page - 1) * 10, page * 10), pageCount: 3, itemCount: 28 }),
    ],
    ["the answer does not say how many pages there are", () => ({ items: plays(10), pageCount: null })],
    [
      "an item is on two pages",
      (page: number) => ({ items: page === 1 ? plays(10) : plays(19).slice(9), pageCount: 2 }),
    ],
    [
      "another page comes than was asked for",
      (page: number) => ({ items: plays(20).slice((page - 1) * 10, page * 10), pageCount: 2, page: 1 }),
    ],
  ])("ends in `incomplete`, with no item twice, when %s", async (_name, answer) => {
    const { session } = await startClient((request, response) => {
      const { page } = asked(request);
      answerPage(response, { page, limit: 10, ...answer(page) });
    });
    const { ids, error } = await drain(session);
    expect(error).toMatchObject({ kind: "incomplete" });
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("ends with what Trakt said when a page fails, after the items before it", async () => {
    const { session } = await startClient((request, response) =>
      asked(request).page === 1
        ? answerPage(response, { items: plays(10), page: 1, limit: 10, pageCount: 2, itemCount: 20 })
        : response.writeHead(503).end(),
    );
    const { ids, error } = await drain(session);
    expect(ids).toHaveLength(10);
    expect(error).toMatchObject({ kind: "server", status: 503 });
  });

  test("ends with the caller's signal", async () => {
    const { session } = await startClient((request, response) => {
      if (asked(request).page === 1) paginate(() => plays(20), 10)(request, response);
    });
    const { ids, error } = await drain(session, { signal: AbortSignal.timeout(200) });
    expect(ids).toHaveLength(10);
    expect(error).toMatchObject({ kind: "no_answer" });
  });
});

describe("a page past the end is an error of its own, not an empty list", () => {
  test.each([
    [25, 4, "it has 3 pages"],
    [5, 2, "it has 1 page"],
    [0, 2, "it has 0 pages"],
  ])("of %i items, page %i", async (length, page, words) => {
    const { session } = await startClient(paginate(() => plays(length), 10));
    const wanted = { kind: "past_end", status: 200, retry: { kind: "never" }, path: "/sync/history" };
    for (const read of [
      () => session.call(Sync.history, { page }),
      () => session.readWhole(Sync.history, { page }),
      () => session.pages(Sync.history, { page })[Symbol.asyncIterator]().next(),
      () => session.items(Sync.history, { page })[Symbol.asyncIterator]().next(),
    ]) {
      const error = await rejection(read());
      expect(error).toMatchObject(wanted);
      expect(String(error)).toContain(`Page ${page} of /sync/history was asked for, and ${words}`);
    }
  });

  test("the first page of an empty list is no such error, nor is the last page of any", async () => {
    const { session } = await startClient(paginate(() => [], 10));
    expect(await session.call(Sync.history, { page: 1 })).toEqual([]);
    const full = await startClient(paginate(() => plays(25), 10));
    expect(await full.session.call(Sync.history, { page: 3 })).toHaveLength(5);
  });

  test("an empty page of a typed watchlist, within the pages of the whole one, is not past the end", async () => {
    const { session } = await startClient((request, response) =>
      answerPage(response, { items: [], page: asked(request).page, limit: 10, pageCount: 3, itemCount: 25 }),
    );
    expect(await session.call(Sync.watchlist, { type: "movies", page: 3 })).toEqual([]);
    expect(await rejection(session.call(Sync.watchlist, { type: "movies", page: 4 }))).toMatchObject({
      kind: "past_end",
    });
  });

  test("a list that becomes shorter while it is read is read again, not refused", async () => {
    let length = 30;
    const { session } = await startClient((request, response) => {
      if (asked(request).page === 3) length = 20;
      paginate(() => plays(length), 10)(request, response);
    });
    expect(await session.readWhole(Sync.history, {})).toMatchObject({ whole: true, itemCount: 20 });
  });
});
