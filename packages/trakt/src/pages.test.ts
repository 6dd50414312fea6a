import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as Calendars from "./contract/calendars.ts";
import * as Sync from "./contract/sync.ts";
import * as UsersSocial from "./contract/users-social.ts";
import * as Users from "./contract/users.ts";
import { json, rejection, startClient, type Received } from "./testing/host.ts";
import { answerPage, asked, paginate, plays, type PageAnswer } from "./testing/paginate.ts";
import type { ServerResponse } from "node:http";

describe("a whole list", () => {
  test("is read by the pages that Trakt counts, asking for the most it gives", async () => {
    const { host, session } = await startClient(paginate(() => plays(600), 250));
    const read = await session.readWhole(Sync.history, { type: "movies" });
    expect(read).toMatchObject({ whole: true, pageCount: 3, itemCount: 600 });
    expect(read.items.map((one) => one.id)).toEqual(plays(600).map((one) => one.id));
    expect(host.received.map((one) => one.url)).toEqual([
      "/sync/history/movies?page=1&limit=250",
      "/sync/history/movies?page=2&limit=250",
      "/sync/history/movies?page=3&limit=250",
    ]);
  });

  test("is whole whatever its length and wherever Trakt clamps the page", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 20 }), async (length, most) => {
        const { session } = await startClient(paginate(() => plays(length), most));
        const read = await session.readWhole(Sync.history, {});
        expect(read).toMatchObject({ whole: true, itemCount: length });
        expect(read.items).toHaveLength(length);
      }),
      { numRuns: 40 },
    );
  });

  test("asks for 100 where items carry progress", async () => {
    const { host, session } = await startClient(paginate(() => [], 100));
    await session.readWhole(Sync.watchedShows, { extended: "progress" });
    expect(host.received[0]?.url).toBe("/sync/watched/shows?extended=progress&page=1&limit=100");
  });

  test("asks so whatever else is asked for with it, and a size that is smaller stays", async () => {
    const { host, session } = await startClient(paginate(() => [], 100));
    await session.readWhole(Sync.watchedShows, { extended: ["full", "progress"] });
    await session.readWhole(Sync.watchedShows, { extended: ["progress"], limit: 20 });
    expect(host.received.map((one) => asked(one).limit)).toEqual([100, 20]);
  });

  test("of things that one person made is whole: who made them does not tell them apart", async () => {
    const user = { username: "ann", ids: { slug: "ann", trakt: 7 } };
    const lists = [1, 2, 3, 4, 5].map((trakt) => ({ name: `List ${trakt}`, ids: { trakt }, user }));
    const { session } = await startClient(paginate(() => lists, 2));
    expect(await session.readWhole(Users.lists, { id: "me" })).toMatchObject({ whole: true, itemCount: 5 });
    const movie = { title: "A Movie", ids: { trakt: 1 } };
    const comments = [11, 12, 13].map((id) => ({ type: "movie", movie, comment: { id, comment: "So good", user } }));
    const { session: other } = await startClient(paginate(() => comments, 2));
    expect(await other.readWhole(UsersSocial.comments, { id: "me" })).toMatchObject({ whole: true, itemCount: 3 });
  });

  test("of a method without pages is its one answer", async () => {
    const { host, session } = await startClient((_request, response) => json(response, 200, []));
    const read = await session.readWhole(Calendars.myShows, { start_date: "2026-11-20", days: 7 });
    expect(read).toEqual({ items: [], whole: true, pageCount: 1, itemCount: 0 });
    expect(host.received[0]?.url).toBe("/calendars/my/shows/2026-11-20/7");
  });
});

describe("a list that moves while it is read", () => {
  test("is read once more, and is whole when it held still then", async () => {
    let length = 30;
    const { host, session } = await startClient((request, response) => {
      paginate(() => plays(length), 10)(request, response);
      // After the first page, and only once.
      if (length === 30) length = 31;
    });
    const read = await session.readWhole(Sync.history, {});
    expect(read).toMatchObject({ whole: true, itemCount: 31 });
    expect(read.items).toHaveLength(31);
    expect(host.received.map((one) => asked(one).page)).toEqual([1, 2, 1, 2, 3, 4]);
  });

  test("is not whole when it moved both times, and what came is still there", async () => {
    let length = 30;
    const { session } = await startClient((request, response) => {
      paginate(() => plays(length), 10)(request, response);
      length += 1;
    });
    const read = await session.readWhole(Sync.history, {});
    expect(read.whole).toBe(false);
    expect(read.reason).toMatch(/itemCount went from/);
    expect(read.items.length).toBeGreaterThan(20);
  });

  test("that grows with every page is given up", async () => {
    const { host, session } = await startClient((request, response) => {
      const { page } = asked(request);
      answerPage(response, { items: plays(10), page, limit: 10, pageCount: page + 1, itemCount: page * 10 + 1 });
    });
    expect(await session.readWhole(Sync.history, {})).toMatchObject({ whole: false });
    expect(host.received.length).toBeLessThan(10);
  });

  test("is noticed by an item on two pages, when the counts stay", async () => {
    const list = plays(20);
    const { host, session } = await startClient((request, response) => {
      const { page } = asked(request);
      // One came in at the front and one left at the end.
      const items = page === 1 ? list.slice(0, 10) : list.slice(9, 19);
      answerPage(response, { items, page, limit: 10, pageCount: 2, itemCount: 20 });
    });
    const read = await session.readWhole(Sync.history, {});
    expect(read.whole).toBe(false);
    expect(read.reason).toMatch(/on page 2 and on one before/);
    expect(host.received).toHaveLength(4);
  });

  test("is noticed by a page size that changes between pages", async () => {
    const { session } = await startClient((request, response) => {
      const { page } = asked(request);
      const limit = page === 1 ? 10 : 5;
      answerPage(response, {
        items: plays(20).slice((page - 1) * limit, page * limit),
        page,
        limit,
        pageCount: 2,
        itemCount: 20,
      });
    });
    expect(await session.readWhole(Sync.history, {})).toMatchObject({ whole: false });
  });
});

describe("a list that cannot be proven whole says so", () => {
  const cut = async (answer: (page: number) => PageAnswer): Promise<{ whole: boolean; reason?: string }> => {
    const { session } = await startClient((request, response) => answerPage(response, answer(asked(request).page)));
    return session.readWhole(Sync.history, {});
  };

  test("a short page in the middle", async () => {
    const read = await cut((page) => ({
      items: plays(30).slice((page - 1) * 10, page * 10 - (page === 2 ? 3 : 0)),
      page,
      limit: 10,
      pageCount: 3,
    }));
    expect(read).toMatchObject({ whole: false, reason: "page 2 of 3 has 7 items instead of 10" });
  });

  test("an empty page in the middle", async () => {
    const read = await cut((page) => ({
      items: page === 2 ? [] : plays(30).slice((page - 1) * 10, page * 10),
      page,
      limit: 10,
      pageCount: 3,
    }));
    expect(read.whole).toBe(false);
  });

  test("a last page that is short of the count", async () => {
    const read = await cut((page) => ({
      items: plays(25).slice((page - 1) * 10, page * 10),
      page,
      limit: 10,
      pageCount: 3,
      itemCount: 28,
    }));
    expect(read).toMatchObject({ whole: false, reason: "25 items came of 28" });
  });

  test("an empty last page", async () => {
    const read = await cut((page) => ({
      items: page === 3 ? [] : plays(20).slice((page - 1) * 10, page * 10),
      page,
      limit: 10,
      pageCount: 3,
    }));
    expect(read.whole).toBe(false);
  });

  test("items without any page", async () => {
    const read = await cut((page) => ({ items: plays(3), page, limit: 250, pageCount: 0 }));
    // Fewer than a page: all there is, though the count is nonsense.
    expect(read.whole).toBe(true);
    expect((await cut((page) => ({ items: plays(10), page, limit: 10, pageCount: 0 }))).whole).toBe(false);
  });

  test.each([
    [3, true],
    [249, true],
    [250, false],
    [400, false],
    // Silently clamped pages would look the same.
    [100, false],
    [50, false],
    [10, false],
  ])("%i items without any header are whole: %s", async (count, whole) => {
    const { host, session } = await startClient((_request, response) => json(response, 200, plays(count)));
    const read = await session.readWhole(Sync.history, {});
    expect({ whole: read.whole, items: read.items.length }).toEqual({ whole, items: count });
    expect(host.received).toHaveLength(1);
  });

  test("a page count beyond reason is as if missing", async () => {
    const { host, session } = await startClient((request, response) =>
      answerPage(response, { items: plays(10), page: asked(request).page, limit: 10, pageCount: 999_999_999 }),
    );
    expect(await session.readWhole(Sync.history, {})).toMatchObject({ whole: false });
    expect(host.received).toHaveLength(1);
  });

  test("headers that are no numbers are as if missing", async () => {
    const { session } = await startClient((_request, response) =>
      json(response, 200, plays(3), { "x-pagination-page-count": "many", "x-pagination-limit": "-1" }),
    );
    expect(await session.readWhole(Sync.history, {})).toMatchObject({ whole: true, pageCount: 1, itemCount: null });
  });

  test("a read that starts behind the first page", async () => {
    const { session } = await startClient(paginate(() => plays(30), 10));
    expect(await session.readWhole(Sync.history, { page: 2 })).toMatchObject({ whole: false });
  });

  test("a page that fails fails the read, with what Trakt said", async () => {
    const { session } = await startClient((request, response) =>
      asked(request).page === 1
        ? answerPage(response, { items: plays(10), page: 1, limit: 10, pageCount: 2, itemCount: 20 })
        : response.writeHead(503).end(),
    );
    expect(await rejection(session.readWhole(Sync.history, {}))).toMatchObject({ kind: "server", status: 503 });
  });
});

describe("a typed watchlist, whose counts are the whole watchlist's", () => {
  const movies = (count: number) =>
    plays(count).map(({ id, movie }) => ({
      rank: 1,
      id,
      listed_at: "2026-11-20T18:00:00.000Z",
      notes: null,
      type: "movie",
      movie,
    }));

  const typed = (own: number) => (request: Received, response: ServerResponse) => {
    const { page } = asked(request);
    answerPage(response, {
      items: movies(own).slice((page - 1) * 100, page * 100),
      page,
      limit: 100,
      pageCount: 3,
      itemCount: 285,
    });
  };

  test.each([0, 40, 100, 150, 285])("of %i items is whole", async (own) => {
    const { session } = await startClient(typed(own));
    const read = await session.readWhole(Sync.watchlist, { type: "movies" });
    expect(read).toMatchObject({ whole: true, itemCount: 285 });
    expect(read.items).toHaveLength(own);
  });

  test("is not whole with a gap before its last items", async () => {
    const { session } = await startClient((request, response) => {
      const { page } = asked(request);
      const items = page === 1 ? movies(90) : page === 2 ? movies(200).slice(100) : [];
      answerPage(response, { items, page, limit: 100, pageCount: 3, itemCount: 285 });
    });
    expect(await session.readWhole(Sync.watchlist, { type: "movies" })).toMatchObject({ whole: false });
  });

  test("is held to its counts when all types are asked for", async () => {
    const { session } = await startClient(typed(150));
    expect(await session.readWhole(Sync.watchlist, {})).toMatchObject({ whole: false });
  });
});

describe("pages one by one", () => {
  test("are asked for only as far as the caller goes", async () => {
    const { host, session } = await startClient(paginate(() => plays(50), 10));
    for await (const page of session.pages(Sync.history, {})) {
      expect(page).toMatchObject({ limit: 10, pageCount: 5, itemCount: 50 });
      if (page.page === 2) break;
    }
    expect(host.received).toHaveLength(2);
  });

  test("start where the caller says, with the size it says", async () => {
    const { host, session } = await startClient(paginate(() => plays(50), 250));
    const pages: number[] = [];
    for await (const page of session.pages(Sync.history, { page: 2, limit: 20 })) pages.push(page.items.length);
    expect(pages).toEqual([20, 10]);
    expect(host.received[0]?.url).toBe("/sync/history?page=2&limit=20");
  });
});
