import { describe, expect, test } from "vitest";
import * as z from "zod";
import type { Dialect } from "../behaviour.ts";
import { routes } from "../routes/all.ts";
import { known } from "../testing/caller.ts";
import { sandboxes } from "../testing/several.ts";

/** What Trakt does that its documents do not say, or say otherwise; what is one route's alone is tested beside it. */
const start = sandboxes();

describe("two backends", () => {
  /** Something to read for every name that a path has. */
  const samples: Readonly<Record<string, string>> = {
    id: "1390",
    season: "1",
    episode: "1",
    type: "movies",
    list_id: "1",
    section: "dropped",
    id_type: "trakt",
    start_date: "2026-11-20",
    days: "3",
    language: "en",
    country: "us",
    sort: "added",
    sort_by: "rank",
    sort_how: "asc",
    period: "weekly",
    rating: "9",
  };
  const concrete = (path: string): string =>
    path.replaceAll(/\/:(\w+)(\{[^}]*\})?\??/g, (_all, name: string) => `/${samples[name] ?? "all"}`);
  const reads = [...new Set(routes.filter((route) => route.method === "GET").map((route) => route.path))];

  test.for(["workers", "rails"] as const)("every read answers with the headers of the %s", async (dialect) => {
    const { call, world } = await start({ dialect });
    world.watch("ada", known.gameOfThrones);
    let answered = 0;
    for (const path of reads) {
      const answer = await call("ada", concrete(path));
      const has = (name: string): boolean => answer.headers.has(name);
      expect([path, answer.status < 500]).toEqual([path, true]);
      expect([path, has("cf-ray"), answer.headers.get("server")]).toEqual([path, true, "cloudflare"]);
      const isRails = dialect === "rails";
      const rails = [has("x-runtime"), has("x-request-id"), answer.headers.get("cf-cache-status") === "DYNAMIC"];
      expect([path, ...rails]).toEqual([path, isRails, isRails, isRails]);
      if (answer.status !== 200) continue;
      answered++;
      expect([path, /^W\/"\w+"$/.test(answer.headers.get("etag") ?? "")]).toEqual([path, isRails]);
      expect([path, has("last-modified")]).toEqual([path, isRails]);
      if (isRails) expect(answer.headers.get("cache-control")).toBe("max-age=0, private, must-revalidate");
    }
    expect(answered).toBeGreaterThan(reads.length / 3);
  });

  test("Rails answers 304 without a body to who has the answer already; the workers send it again", async () => {
    for (const [dialect, status] of [
      ["rails", 304],
      ["workers", 200],
    ] as const) {
      const { call } = await start({ dialect });
      const first = await call("ada", "/shows/utopia");
      const again = await call("ada", "/shows/utopia", {
        headers: { "if-none-match": first.headers.get("etag") ?? 'W/"none"' },
      });
      expect([again.status, again.text === ""]).toEqual([status, status === 304]);
    }
  });

  test("the workers let public data be cached and tag it; what is a person's is not", async () => {
    const { call } = await start({ dialect: "workers" });
    const shared = await call(null, "/shows/utopia");
    expect(shared.headers.get("cache-control")).toMatch(/^public, max-age=\d+, s-maxage=\d+$/);
    expect(shared.headers.get("cache-tag")).toBe("resource:show:utopia");
    const own = await call("ada", "/sync/watchlist");
    expect([own.headers.get("cache-control"), own.headers.get("cache-tag")]).toEqual([null, null]);
  });

  const idKeys: Readonly<Record<Dialect, readonly string[]>> = {
    workers: ["imdb", "plex", "slug", "tmdb", "tvdb", "trakt"],
    rails: ["trakt", "slug", "tvdb", "imdb", "tmdb", "tvrage"],
  };

  test.for(["workers", "rails"] as const)("ids and keys have the members and the order of the %s", async (dialect) => {
    const { call } = await start({ dialect });
    // A record keeps the order of its keys.
    const Keyed = z.record(z.string(), z.unknown());
    const show = Keyed.parse((await call("ada", "/shows/utopia")).body);
    expect(Object.keys(Keyed.parse(show["ids"]))).toEqual(idKeys[dialect]);
    expect(Object.keys(show)).toEqual(
      dialect === "workers" ? ["ids", "year", "title", "aired_episodes"] : ["title", "year", "ids"],
    );
  });

  test("without being told otherwise, each route speaks as its own backend did: both are heard", async () => {
    const { call } = await start();
    expect((await call("ada", "/shows/utopia")).headers.has("etag")).toBe(false);
    expect((await call("ada", "/sync/history")).headers.has("etag")).toBe(true);
  });

  test("an unknown slug is an empty list at the workers, and 404 with an empty page at Rails", async () => {
    const workers = await (await start({ dialect: "workers" })).call("ada", "/shows/no-such-show/seasons");
    expect([workers.status, workers.text]).toEqual([200, "[]"]);
    const rails = await (await start({ dialect: "rails" })).call("ada", "/shows/no-such-show/seasons");
    expect([rails.status, rails.text, rails.headers.get("content-type")]).toEqual([
      404,
      "",
      expect.stringMatching(/^text\/html/),
    ]);
  });
});
