import { hash } from "node:crypto";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { isSecure, place } from "./session-cookie.ts";

/** Trakt's codes are good for ten minutes. */
const maxAgeSeconds = 15 * 60;

/** Several sign-ins may be under way in one browser; the cookie's name tells nothing of the id. */
const nameOf = (id: string): string => `showrunner-device-${hash("sha256", id, "hex").slice(0, 8)}`;

/** What the browser keeps of a sign-in that it began by a code. */
export function deviceCookie(c: Context, id: string): string | undefined {
  return isSecure(c) ? getCookie(c, nameOf(id), "host") : getCookie(c, nameOf(id));
}

export function setDeviceCookie(c: Context, id: string, nonce: string): void {
  setCookie(c, nameOf(id), nonce, { ...place(c), httpOnly: true, sameSite: "Strict", maxAge: maxAgeSeconds });
}

export function dropDeviceCookie(c: Context, id: string): void {
  deleteCookie(c, nameOf(id), place(c));
}
