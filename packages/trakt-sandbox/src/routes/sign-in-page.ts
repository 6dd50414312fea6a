import { hash } from "node:crypto";
import { Problem } from "@showrunner/core/errors.ts";
import { html, raw } from "hono/html";
import type { SandboxContext } from "../http/wire.ts";
import type { World } from "../world.ts";

const look = `
:root { color-scheme: light dark; --ink: #1c1a20; --paper: #fbfafc; --card: #fff; --line: #8a8494; --act: #7a1fa2; --on: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eeebf2; --paper: #17151b; --card: #221f28; --line: #8f889b; --act: #d9a3f5; --on: #1d0f26; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 0 .75rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 30rem; margin: 6vh auto; padding: 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
h1 { margin: 0 0 .5rem; font-size: 1.4rem; line-height: 1.25; }
label { display: block; margin: 1.25rem 0 .25rem; font-weight: 600; }
input, select, button { width: 100%; min-height: 2.75rem; padding: .5rem .75rem; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: .4rem; }
.answers { display: flex; gap: .75rem; margin: 1.75rem 0 .5rem; }
.yes { background: var(--act); border-color: var(--act); color: var(--on); font-weight: 600; }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
code { overflow-wrap: anywhere; }
small { display: block; }
`;

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${hash("sha256", look, "base64")}'`,
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** In one piece, for the policy names it by its hash. */
const style = raw(`<style>${look}</style>`);

type Html = ReturnType<typeof html>;

/** A page of the sign-in: plain forms, no scripts; `sendsTo` is where its form may lead beside the sandbox itself. */
export function signInPage(
  c: SandboxContext,
  page: { title: string; content: Html; status?: 200 | 400 | 403; sendsTo?: string },
): Response | Promise<Response> {
  const { title, content, status = 200, sendsTo } = page;
  // A browser holds the redirect that answers the form against `form-action`, too.
  const target = sendsTo === undefined ? "" : ` ${new URL(sendsTo).origin}`;
  c.header("content-security-policy", `${policy}; form-action 'self'${target}`);
  c.header("cache-control", "no-store");
  c.header("referrer-policy", "no-referrer");
  c.header("x-content-type-options", "nosniff");
  return c.html(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>${title} · the sandbox's Trakt</title>
          ${style}
        </head>
        <body>
          <main>
            <h1>${title}</h1>
            <p>This is the sandbox, not Trakt: the people here are made up.</p>
            ${content}
          </main>
        </body>
      </html>`,
    status,
  );
}

const maxPeople = 200;

/** Who one is, and yes or no. */
export function whoAndAnswer(world: World, yes: string): Html {
  const people = world.people().slice(0, maxPeople);
  return html`
    ${people.length === 0 ? "" : known(people)}
    <label for="newcomer">${people.length === 0 ? "Your user name" : "Or somebody new"}</label>
    <input
      id="newcomer"
      name="newcomer"
      autocomplete="off"
      autocapitalize="none"
      maxlength="40"
      aria-describedby="newcomer-hint"
      ${people.length === 0 ? "required" : ""}
    />
    <small id="newcomer-hint">A user name of letters, digits, dots, hyphens and underscores: they are made up.</small>
    <div class="answers">
      <button class="yes" name="answer" value="yes">${yes}</button>
      <button name="answer" value="no" formnovalidate>Deny</button>
    </div>
  `;
}

function known(people: readonly { username: string; name: string | null }[]): Html {
  return html`<label for="username">Sign in as</label>
    <select id="username" name="username">
      ${people.map(({ username, name }) => html`<option value="${username}">${name ?? username}</option>`)}
    </select>`;
}

/** The form's fields as text; a field that is not there is empty. */
export async function fieldsOf(c: SandboxContext): Promise<(name: string) => string> {
  const form = await c.req.parseBody();
  return (name) => {
    const value = form[name];
    return typeof value === "string" ? value.trim() : "";
  };
}

/** Whom the form names, made up if they are new. Throws Problem `sandbox.bad_username` and those of the world. */
export function whoIs(world: World, field: (name: string) => string): string {
  const newcomer = field("newcomer");
  if (newcomer === "") return field("username");
  if (!/^[a-z0-9][\w.-]{0,39}$/i.test(newcomer)) {
    throw new Problem({
      code: "sandbox.bad_username",
      message: "a user name has letters, digits, dots, hyphens and underscores, and at most 40 of them",
    });
  }
  return world.addPerson({ username: newcomer }).username;
}
