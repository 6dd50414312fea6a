import { lookAtEnterLink, useEnterLink } from "@showrunner/services/accounts/enter-links.ts";
import { takeTurn } from "@showrunner/services/accounts/rate-limit.ts";
import type { Services } from "@showrunner/services/context.ts";
import { Hono } from "hono";
import { html } from "hono/html";
import { addressOf } from "./address.ts";
import type { ApiOptions } from "./api-options.ts";
import { formPage, onlyOwnPages } from "./guard.ts";
import { layout } from "./page/layout.ts";
import { signIn } from "./sign-in.ts";

/**
 * Where a link of `showrunner dashboard` leads, to be mounted at `/enter`: its button signs the browser in, once. Looking
 * does nothing, for programs that preview links look at them by themselves.
 */
export function enterRoutes(ctx: Services, options: ApiOptions): Hono {
  const app = new Hono();
  app.use(formPage);
  app.get("/:token", async (c) => {
    await takeTurn(ctx, "enter", addressOf(c));
    const { username } = await lookAtEnterLink(ctx, c.req.param("token"));
    const title = `Sign in as ${username}?`;
    const main = html`<h1>${title}</h1>
      <p>
        This browser will be signed in to Showrunner as ${username}. Only go on if you asked for this link yourself.
      </p>
      <form method="post">
        <button>Sign in</button>
      </form>`;
    return c.html(layout({ title, main }));
  });
  app.post("/:token", onlyOwnPages, async (c) => {
    await takeTurn(ctx, "enter", addressOf(c));
    const account = await useEnterLink(ctx, c.req.param("token"));
    await signIn(ctx, c, options, account, "link");
    return c.redirect("/", 303);
  });
  return app;
}
