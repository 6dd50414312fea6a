import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { isOwnName } from "./guard.ts";

const name = "showrunner-session";
/** Browsers count in real time, and forget it when it can open nothing any more. */
const maxAgeSeconds = 30 * 24 * 3600;

/** What opens the session of the browser that asks; undefined where it has none. */
export function sessionCookie(c: Context): string | undefined {
  return isSecure(c) ? getCookie(c, name, "host") : getCookie(c, name);
}

/** Signs the browser in: no script reads it, and other sites' requests carry it only where they lead here. */
export function setSessionCookie(c: Context, token: string): void {
  setCookie(c, name, token, { ...place(c), httpOnly: true, sameSite: "Lax", maxAge: maxAgeSeconds });
}

export function dropSessionCookie(c: Context): void {
  deleteCookie(c, name, place(c));
  // What the browser keeps of answers was for whoever was signed in. W3C Clear Site Data.
  c.header("clear-site-data", '"cache"');
}

/** `__Host-` keeps other names of the site from setting it; it needs https, which the loopback has not. */
export function place(c: Context) {
  return isSecure(c) ? { prefix: "host" as const, secure: true, path: "/" } : { path: "/" };
}

/** Whoever is reached by another name than this machine's own is reached by way of https. */
export function isSecure(c: Context): boolean {
  return !isOwnName(c.req.header("host") ?? new URL(c.req.url).host);
}
