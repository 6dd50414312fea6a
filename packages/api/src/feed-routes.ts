import type { Services } from "@showrunner/services/context.ts";
import type { RuleMatches } from "@showrunner/services/feeds/matches.ts";
import { Hono } from "hono";
import { etag } from "hono/etag";
import { onlyReads } from "./guard.ts";

/** The formats, by the last part of the address: each made by a library, for their escaping is easily got wrong. */
const formats: Readonly<Record<string, { type: string; write(found: RuleMatches, self: string): Promise<string> }>> = {
  "calendar.ics": {
    type: "text/calendar; charset=utf-8",
    write: async (found) => (await import("./feeds/calendar.ts")).calendarOf(found),
  },
  "rss.xml": {
    type: "application/rss+xml; charset=utf-8",
    write: async (found, self) => (await import("./feeds/news.ts")).newsOf(found, self).rss2(),
  },
  "atom.xml": {
    type: "application/atom+xml; charset=utf-8",
    write: async (found, self) => (await import("./feeds/news.ts")).newsOf(found, self).atom1(),
  },
  "feed.json": {
    type: "application/feed+json; charset=utf-8",
    write: async (found, self) => (await import("./feeds/news.ts")).newsOf(found, self).json1(),
  },
};

export const feedFormats: readonly string[] = Object.keys(formats);

/** Feeds of rules' matches, to be mounted at `/feeds`: who knows an address's secret may read what it is for. */
export function feedRoutes(ctx: Services): Hono {
  const app = new Hono();
  app.use(onlyReads, etag());
  for (const [name, { type, write }] of Object.entries(formats))
    app.get(`/:token/${name}`, async (c) => {
      const [{ openFeedLink }, { matchesOf }] = await Promise.all([
        import("@showrunner/services/feeds/feed-links.ts"),
        import("@showrunner/services/feeds/matches.ts"),
      ]);
      const found = await matchesOf(ctx, await openFeedLink(ctx, c.req.param("token")));
      const self = new URL(c.req.url);
      return c.body(await write(found, `${self.origin}${self.pathname}`), 200, { "content-type": type });
    });
  return app;
}
