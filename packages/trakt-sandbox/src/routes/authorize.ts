import { messageOf } from "@showrunner/core/errors.ts";
import { html } from "hono/html";
import type { SandboxApp, Service } from "../http/service.ts";
import type { SandboxContext } from "../http/wire.ts";
import { knownApp, wrongRedirect, type KnownApp } from "./apps.ts";
import { fieldsOf, signInPage, whoAndAnswer, whoIs } from "./sign-in-page.ts";

const title = "Connect an app";
const asked = [
  "response_type",
  "client_id",
  "redirect_uri",
  "state",
  "code_challenge",
  "code_challenge_method",
] as const;
type Asked = Readonly<Record<(typeof asked)[number], string>>;

/** The page to which an app sends a person's browser, and which sends it back with a code, or with why not. */
export function authorizeRoutes(app: SandboxApp, service: Service): void {
  const { world, ledger } = service;

  /** Tells of what makes it unsafe to send anybody back; else leads on. */
  const checked = (
    c: SandboxContext,
    field: (name: string) => string,
    go: (wanted: Asked, from: KnownApp) => Response | Promise<Response>,
  ): Response | Promise<Response> => {
    const wanted = askedOf(field);
    const known = knownApp(ledger.behaviour, wanted.client_id);
    if (known === undefined) {
      const content = html`<p role="alert">There is no app with this client id (invalid client).</p>`;
      return signInPage(c, { title: "Invalid client", content, status: 403 });
    }
    const wrong = wrongRedirect(known, wanted.redirect_uri);
    if (wrong !== undefined) {
      const content = html`<p role="alert">${wrong}</p>`;
      return signInPage(c, { title: "Invalid redirect", content, status: 400 });
    }
    const error = errorOf(wanted);
    return error === undefined ? go(wanted, known) : sendBack(c, wanted, error);
  };

  app.get("/oauth/authorize", (c) =>
    checked(
      c,
      (name) => c.req.query(name) ?? "",
      (wanted, from) => {
        const content = html`
          <p>
            <strong>${from.name}</strong> wants to use your account: to read what you watch, and to change it for you.
          </p>
          <p>
            <small>Client id <code>${wanted.client_id}</code></small>
          </p>
          <form method="post" action="/oauth/authorize">
            ${asked.map((name) => html`<input type="hidden" name="${name}" value="${wanted[name]}" />`)}
            ${whoAndAnswer(world, "Allow")}
          </form>
        `;
        return signInPage(c, { title, content, sendsTo: wanted.redirect_uri });
      },
    ),
  );

  app.post("/oauth/authorize", async (c) => {
    const field = await fieldsOf(c);
    return checked(c, field, (wanted) => {
      if (field("answer") !== "yes") {
        return sendBack(c, wanted, { error: "access_denied", error_description: "The person denied the request." });
      }
      const { client_id: client, redirect_uri: redirectUri, code_challenge } = wanted;
      const challenge = code_challenge === "" ? null : code_challenge;
      try {
        const code = world.together(() =>
          world.issueCode({ username: whoIs(world, field), client, redirectUri, challenge }),
        );
        return sendBack(c, wanted, { code });
      } catch (error) {
        const content = html`<p role="alert">${messageOf(error)}.</p>
          <p>Go back in your browser, and try again.</p>`;
        return signInPage(c, { title, content, status: 400 });
      }
    });
  });
}

function askedOf(field: (name: string) => string): Asked {
  const [response_type, client_id, redirect_uri, state, code_challenge, code_challenge_method] = asked.map(field);
  return {
    response_type: response_type ?? "",
    client_id: client_id ?? "",
    redirect_uri: redirect_uri ?? "",
    state: state ?? "",
    code_challenge: code_challenge ?? "",
    code_challenge_method: code_challenge_method ?? "",
  };
}

/** What the app is told of a request that it made wrongly. RFC 6749 §4.1.2.1, RFC 7636 §4.4.1. */
function errorOf(wanted: Asked): Record<string, string> | undefined {
  if (wanted.response_type !== "code") {
    return { error: "unsupported_response_type", error_description: "The response_type must be code." };
  }
  if (wanted.code_challenge === "" && wanted.code_challenge_method === "") return undefined;
  // Without a method the challenge would be a plain one.
  if (wanted.code_challenge_method !== "S256") {
    return { error: "invalid_request", error_description: "The code_challenge_method must be S256." };
  }
  if (/^[\w-]{43}$/.test(wanted.code_challenge)) return undefined;
  return { error: "invalid_request", error_description: "The code_challenge is no SHA-256 in base64url." };
}

function sendBack(c: SandboxContext, wanted: Asked, told: Readonly<Record<string, string>>): Response {
  const to = new URL(wanted.redirect_uri);
  for (const [name, value] of Object.entries(told)) to.searchParams.set(name, value);
  if (wanted.state !== "") to.searchParams.set("state", wanted.state);
  c.header("cache-control", "no-store");
  c.header("referrer-policy", "no-referrer");
  return c.redirect(to.href, 302);
}
