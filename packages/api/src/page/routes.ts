import type { Services } from "@showrunner/services/context.ts";
import { explainRunOfAnybody } from "@showrunner/services/events/explain.ts";
import { Hono } from "hono";
import { html } from "hono/html";
import { ruleName } from "../views.ts";
import type { ApiOptions } from "../app.ts";
import type { Html } from "./html.ts";
import { inboxSection } from "./inbox.ts";
import { layout } from "./layout.ts";
import { machineSection } from "./machine.ts";
import { loadOverview } from "./overview.ts";
import { peopleSection } from "./people.ts";
import { rulesSection } from "./rules.ts";
import { runMain } from "./run.ts";
import { script } from "./script.ts";
import { styles } from "./styles.ts";
import { summary } from "./summary.ts";
import { timelineSection } from "./timeline.ts";
import { whenSeenFrom } from "./when.ts";

/** The pages for people, and the style and script that they need. */
export function pageRoutes(ctx: Services, options: ApiOptions): Hono {
  const app = new Hono();

  app.get("/", async (c) =>
    c.html(layout({ title: "Showrunner", main: await board(ctx, options), isLive: true, options })),
  );

  /** What the page's script replaces the parts of the page from. */
  app.get("/fragment", async (c) => c.html(await board(ctx, options)));

  app.get("/runs/:run", async (c) => {
    const explanation = await explainRunOfAnybody(ctx, c.req.param("run"));
    const when = whenSeenFrom(ctx.clock.now(), options.timeZone);
    return c.html(
      layout({
        title: `${ruleName(explanation.run.rule)}: ${explanation.run.about}`,
        main: runMain(explanation, when),
        options,
      }),
    );
  });

  app.get("/status.css", (c) => c.body(styles, 200, { "content-type": "text/css; charset=utf-8" }));
  app.get("/status.js", (c) => c.body(script, 200, { "content-type": "text/javascript; charset=utf-8" }));

  return app;
}

async function board(ctx: Services, options: ApiOptions): Promise<Html> {
  const overview = await loadOverview(ctx, options);
  return html`${summary(overview, options.startedAt)}${peopleSection(overview, options.mode)}${timelineSection(overview)}${inboxSection(overview)}${machineSection(overview)}${rulesSection(overview)}`;
}
