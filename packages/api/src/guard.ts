import { Problem } from "@showrunner/core/errors.ts";
import type { Context, MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { contentPolicy } from "./content-policy.ts";

/** The names that this machine has for itself, as a Host header spells them. */
const ownNames = ["127.0.0.1", "localhost", "[::1]"];

/**
 * Lets in only requests that name this machine: a hostile page whose name was made to resolve to 127.0.0.1 (DNS rebinding)
 * sends its own. Throws Problem `request.misdirected`.
 */
export function onlyOwnHosts(more: readonly string[]): MiddlewareHandler {
  const names = new Set([...ownNames, ...more].map((name) => name.toLowerCase()));
  return async (c, next) => {
    const host = c.req.header("host") ?? new URL(c.req.url).host;
    if (!names.has(nameIn(host)))
      throw new Problem({
        code: "request.misdirected",
        message: "this server is not meant by the request's Host header",
        hint: "Open it as http://127.0.0.1 or http://localhost with its port.",
      });
    await next();
  };
}

/** Whether a Host header means this machine as it calls itself. */
export function isOwnName(host: string): boolean {
  return ownNames.includes(nameIn(host));
}

/** `[::1]:3000` → `[::1]`; empty for what is no host. */
function nameIn(host: string): string {
  return /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::\d{1,5})?$/i.exec(host)?.[1]?.toLowerCase() ?? "";
}

/** The pages change nothing. Throws Problem `request.read_only`. */
export const onlyReads: MiddlewareHandler = async (c, next) => {
  if (c.req.method !== "GET" && c.req.method !== "HEAD")
    throw new Problem({
      code: "request.read_only",
      message: `${c.req.method} is not possible: this only answers questions`,
      hint: "Use GET or HEAD here; what changes something is under /api/v1.",
    });
  await next();
};

/**
 * Turns away what a page of another origin asks for; browsers send Sec-Fetch-Site, other clients do not. Another port
 * of this machine is another origin too, though of the same site. Throws Problem `request.cross_site`. Source: W3C Fetch Metadata.
 */
export const onlyOwnPages: MiddlewareHandler = async (c, next) => {
  const from = c.req.header("sec-fetch-site");
  const isForeign = from === undefined ? isForeignOrigin(c) : from !== "same-origin" && from !== "none";
  if (isForeign)
    throw new Problem({
      code: "request.cross_site",
      message: "a page of another site asked for this",
      hint: "Open the address itself, or ask from a program.",
    });
  await next();
};

/**
 * What a browser sends by itself, a cookie, changes something only for a page of our own: the browser must say that it was
 * one, by Sec-Fetch-Site or by Origin. `names`: under which we are asked, besides the Host that was named, such as the
 * site's before a gateway. Throws Problem `request.cross_site`. Source: W3C Fetch Metadata; OWASP's CSRF cheat sheet.
 */
export function changesOnlyFromOwnPages(c: Context, names: readonly string[]): void {
  if (c.req.method === "GET" || c.req.method === "HEAD") return;
  const from = c.req.header("sec-fetch-site");
  const origin = URL.parse(c.req.header("origin") ?? "");
  const isOwnOrigin = origin !== null && (origin.host === hostOf(c) || names.includes(origin.hostname));
  if (from === undefined ? isOwnOrigin : from === "same-origin") return;
  throw new Problem({
    code: "request.cross_site",
    message: "nothing says that a page of this place asked for this change",
    hint: "Programs send an API key; in a browser, use the dashboard itself.",
  });
}

const hostOf = (c: Context): string => c.req.header("host") ?? new URL(c.req.url).host;

/** Browsers too old for Sec-Fetch-Site name the page's origin with what may change something. */
function isForeignOrigin(c: Context): boolean {
  const origin = c.req.header("origin");
  if (origin === undefined) return false;
  return URL.parse(origin)?.host !== hostOf(c);
}

/** No page of ours uses any of these, nor may what it would embed. */
const permissionsPolicy = { camera: [], microphone: [], geolocation: [], payment: [], usb: [], displayCapture: [] };

/** What browsers may do with an answer: run our own script and style, and keep nothing. */
const secured: MiddlewareHandler = secureHeaders({
  contentSecurityPolicy: contentPolicy,
  permissionsPolicy,
  xFrameOptions: "DENY",
  strictTransportSecurity: false,
});

export const headers: MiddlewareHandler = async (c, next) => {
  await secured(c, next);
  insistOnHttps(c);
};

/** Two years, and for names below this one. Plain HTTP on the loopback has no certificate to insist on. RFC 6797. */
function insistOnHttps(c: Context): void {
  if (!isOwnName(hostOf(c))) c.header("strict-transport-security", "max-age=63072000; includeSubDomains");
}

/** As everywhere, but that a page's own form may be sent back to it. */
const securedForm: MiddlewareHandler = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
  },
  permissionsPolicy,
  xFrameOptions: "DENY",
  strictTransportSecurity: false,
});

export const formPage: MiddlewareHandler = async (c, next) => {
  await securedForm(c, next);
  insistOnHttps(c);
};

export const notKept: MiddlewareHandler = async (c, next) => {
  await next();
  if (!c.res.headers.has("cache-control")) c.header("cache-control", "no-store");
};
