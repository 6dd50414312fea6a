import { messageOf } from "@showrunner/core/errors.ts";
import { html } from "hono/html";
import type { SandboxApp, Service } from "../http/service.ts";
import { fieldsOf, signInPage, whoAndAnswer, whoIs } from "./sign-in-page.ts";

const title = "Connect a device";

/** The page on which a person types the code that their device shows. */
export function activateRoutes(app: SandboxApp, service: Service): void {
  const { world } = service;

  app.get("/activate/:code?", (c) => {
    const code = c.req.param("code") ?? c.req.query("code") ?? "";
    const content = html`
      <form method="post" action="/activate">
        <label for="code">The code that your device shows</label>
        <input id="code" name="code" value="${code}" autocomplete="off" autocapitalize="characters" required />
        ${whoAndAnswer(world, "Connect")}
      </form>
    `;
    return signInPage(c, { title, content });
  });

  app.post("/activate", async (c) => {
    const field = await fieldsOf(c);
    const code = field("code");
    try {
      if (field("answer") === "no") world.denyDevice(code);
      else {
        world.together(() => {
          world.waitingDevice(code);
          world.approveDevice(code, whoIs(world, field));
        });
      }
    } catch (error) {
      const content = html`<p role="alert">${messageOf(error)}.</p>
        <p><a href="/activate">Try again</a></p>`;
      return signInPage(c, { title, content, status: 400 });
    }
    const content = html`<p role="status">Done. The app knows in a few seconds: you may close this page.</p>`;
    return signInPage(c, { title, content });
  });
}
