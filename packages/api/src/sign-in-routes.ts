import { Problem } from "@showrunner/core/errors.ts";
import { beginSignIn, finishSignIn, signInLifeMs } from "@showrunner/services/accounts/browser-sign-in.ts";
import { inviteHash } from "@showrunner/services/accounts/invites.ts";
import { takeTurn } from "@showrunner/services/accounts/rate-limit.ts";
import type { Services } from "@showrunner/services/context.ts";
import { Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { addressOf } from "./address.ts";
import type { ApiOptions } from "./api-options.ts";
import { headers, notKept, onlyOwnHosts, onlyOwnPages, onlyReads } from "./guard.ts";
import { houseRules } from "./house-rules.ts";
import { signIn } from "./sign-in.ts";
import { isOperator } from "./basic-sign-in.ts";

/**
 * Signing in by a browser, to be mounted at `/connect`: it leads to Trakt's page, connects whoever comes back from there,
 * and signs the browser in. `?invite=…` brings an invitation along, `?to=…` the page that somebody wanted to see.
 */
export function signInRoutes(ctx: Services, options: ApiOptions): Hono {
  const redirectUri = (): string | undefined => options.redirectUri?.();
  const app = new Hono();
  app.use(headers, notKept, onlyReads, (c, next) => onlyOwnHosts(proxyOf(redirectUri()))(c, next));

  app.get("/", onlyOwnPages, async (c) => {
    const back = redirectUri();
    if (back === undefined) throw noRedirectUri();
    // The cookie must be kept for the name under which Trakt sends the browser back. Led there once, it is there,
    // whatever the proxy makes of the Host header.
    const wanted = new URL(back);
    const isThere = (c.req.header("host") ?? wanted.host) === wanted.host || c.req.query("led") !== undefined;
    const invite = c.req.query("invite");
    const to = ownPath(c.req.query("to"));
    const along = new URLSearchParams({ led: "1", to, ...(invite === undefined ? {} : { invite }) });
    if (!isThere) return c.redirect(new URL(`/connect?${along.toString()}`, back).href, 302);
    await takeTurn(ctx, "sign_in", addressOf(c));
    const { operatorPassword } = options;
    const { url, id, nonce } = await beginSignIn(ctx, back, signInLifeMs * (options.speed ?? 1), {
      invite: invite === undefined ? null : inviteHash(invite),
      isVouchedFor: operatorPassword !== undefined && isOperator(c.req.header("authorization"), operatorPassword),
      to,
    });
    setCookie(c, nameOf(id), nonce.reveal(), {
      ...cookieOptions(back),
      httpOnly: true,
      sameSite: "Lax",
      maxAge: signInLifeMs / 1000,
    });
    return c.redirect(url, 302);
  });

  // Trakt's page leads here, so the request comes from another site: state and cookie say whether it is meant.
  app.get("/callback", async (c) => {
    const back = redirectUri();
    if (back === undefined) throw noRedirectUri();
    const kept = (id: string): string | undefined =>
      isSecure(back) ? getCookie(c, nameOf(id), "host") : getCookie(c, nameOf(id));
    let seen: string | undefined;
    const { state, code, error } = c.req.query();
    const nonceOf = (id: string): string | undefined => {
      seen = id;
      return kept(id);
    };
    const { account, to } = await finishSignIn(ctx, { state, code, error }, nonceOf, houseRules(options));
    if (seen !== undefined) deleteCookie(c, nameOf(seen), cookieOptions(back));
    await signIn(ctx, c, options, account, "trakt");
    return c.redirect(to, 303);
  });
  return app;
}

/** A path of this place, never another site's; home for anything else. */
function ownPath(wanted: string | undefined): string {
  const isOwn = wanted !== undefined && wanted.length <= 500 && /^\/(?![/\\])[^\s\\]*$/.test(wanted);
  return isOwn ? wanted : "/";
}

const isSecure = (back: string): boolean => back.startsWith("https:");

/** `__Host-` keeps other names of the site from setting it; it needs https, which the loopback has not. */
function cookieOptions(back: string) {
  return isSecure(back) ? { prefix: "host" as const, secure: true, path: "/" } : { path: "/connect" };
}

function nameOf(id: string): string {
  return `showrunner-sign-in-${id}`;
}

/** The name that a proxy before us is called by; none on the loopback. */
function proxyOf(back: string | undefined): string[] {
  return back !== undefined && isSecure(back) ? [new URL(back).hostname] : [];
}

function noRedirectUri(): Problem {
  return new Problem({
    code: "login.no_redirect_uri",
    message: "there is no address that Trakt could send you back to",
    hint: `Register one that ends in /connect/callback with your Trakt app and set SHOWRUNNER_REDIRECT_URI to it, or use \`showrunner login\`, which needs none.`,
  });
}
