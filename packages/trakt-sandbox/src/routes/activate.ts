import { messageOf } from "@showrunner/core/errors.ts";
import { html } from "hono/html";
import type { SandboxApp, Service } from "../http/service.ts";

const maxPeople = 200;

/** The page on which a person types the code that their device shows: plain forms, no scripts. */
export function activateRoutes(app: SandboxApp, service: Service): void {
  const { world } = service;
  const policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";

  app.get("/activate/:code?", (c) => {
    c.header("content-security-policy", policy);
    const people = world.people().slice(0, maxPeople);
    const code = c.req.param("code") ?? c.req.query("code") ?? "";
    return c.html(
      page(html`
        <form method="post" action="/activate">
          <label>Code <input name="code" value="${code}" autocomplete="off" required /></label>
          <label>
            Sign in as
            <select name="username" required>
              ${people.map(({ username, name }) => html`<option value="${username}">${name ?? username}</option>`)}
            </select>
          </label>
          <p>
            <button name="answer" value="yes">Connect</button>
            <button name="answer" value="no">Deny</button>
          </p>
        </form>
      `),
    );
  });

  app.post("/activate", async (c) => {
    c.header("content-security-policy", policy);
    const form = await c.req.formData();
    const field = (name: string): string => {
      const value = form.get(name);
      return typeof value === "string" ? value : "";
    };
    const code = field("code");
    const username = field("username");
    try {
      if (field("answer") === "no") world.denyDevice(code);
      else world.approveDevice(code, username);
    } catch (error) {
      return c.html(
        page(
          html`<p role="alert">${messageOf(error)}</p>
            <p><a href="/activate">Try again</a></p>`,
        ),
        400,
      );
    }
    return c.html(page(html`<p>Done. The app knows in a few seconds: you may close this page.</p>`));
  });
}

function page(content: unknown) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Connect a device: the sandbox's Trakt</title>
        <style>
          body {
            font:
              1rem/1.5 system-ui,
              sans-serif;
            max-width: 32rem;
            margin: 3rem auto;
            padding: 0 1rem;
          }
          label {
            display: block;
            margin: 1rem 0;
          }
        </style>
      </head>
      <body>
        <h1>Connect a device</h1>
        <p>This is the sandbox, not Trakt: the people here are made up.</p>
        ${content}
      </body>
    </html>`;
}
