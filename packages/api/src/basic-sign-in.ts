import { createHash, timingSafeEqual } from "node:crypto";
import type { Secret } from "@showrunner/core/secret.ts";

/** Compares in a time that does not tell how much of the password was right. RFC 7617. */
export function isOperator(header: string | undefined, password: Secret<string>): boolean {
  const told = basicOf(header).password;
  return told !== undefined && timingSafeEqual(sha256(told), sha256(password.reveal()));
}

/** The name and the password of HTTP's basic sign-in. RFC 7617. */
export function basicOf(header: string | undefined): { name: string; password: string | undefined } {
  const [scheme = "", encoded = ""] = (header ?? "").split(" ", 2);
  if (scheme.toLowerCase() !== "basic") return { name: "", password: undefined };
  const told = Buffer.from(encoded, "base64").toString("utf8");
  const colon = told.indexOf(":");
  return colon < 0
    ? { name: told, password: undefined }
    : { name: told.slice(0, colon), password: told.slice(colon + 1) };
}

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();
