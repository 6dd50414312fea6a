import { Problem } from "@showrunner/core/errors.ts";
import type { Services } from "@showrunner/services/context.ts";
import { Hono } from "hono";
import { html } from "hono/html";
import * as z from "zod";
import { formPage, onlyOwnPages } from "./guard.ts";
import { layout } from "./page/layout.ts";

const Answered = z.object({ answer: z.enum(["yes", "no"]) });

const links = () => import("@showrunner/services/approvals/answer-link.ts");

/**
 * Where the link in a notification leads, to be mounted at `/approvals`: who knows its secret may answer once. Looking
 * does nothing, for mail programs look at links by themselves.
 */
export function approvalRoutes(ctx: Services): Hono {
  const app = new Hono();
  app.get("/:token", formPage, async (c) => {
    const { lookAtLink } = await links();
    const { waiting } = await lookAtLink(ctx, c.req.param("token"));
    const rows = waiting.map(
      (one) => html`<li>${one.about}: ${one.actions === 1 ? "1 thing" : `${one.actions} things`}</li>`,
    );
    const title = waiting[0] === undefined ? "Nothing waits any more" : `"${waiting[0].ruleName}" waits for your yes`;
    const form =
      waiting.length === 0
        ? ""
        : html`<form method="post">
            <button name="answer" value="yes">Yes, do it</button>
            <button name="answer" value="no">No, leave it</button>
          </form>`;
    const main = html`<h1>${title}</h1>
      <ul>
        ${rows}
      </ul>
      ${form}`;
    return c.html(layout({ title, main }));
  });
  app.post("/:token", formPage, onlyOwnPages, async (c) => {
    const { answerLink } = await links();
    const { answer } = answerOf(await c.req.parseBody());
    const answered = await answerLink(ctx, c.req.param("token"), answer);
    const title = answer === "yes" ? "It is being done" : "It is left";
    const main = html`<h1>${title}</h1>
      <p>${answered.length === 1 ? "1 run" : `${answered.length} runs`}. You may close this page.</p>`;
    return c.html(layout({ title, main }));
  });
  return app;
}

/** Throws Problem `body.invalid` for what this page's form does not send. */
function answerOf(body: unknown): z.infer<typeof Answered> {
  const parsed = Answered.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new Problem({
    code: "body.invalid",
    message: "the answer is neither yes nor no",
    hint: "Use the buttons of the page.",
  });
}
