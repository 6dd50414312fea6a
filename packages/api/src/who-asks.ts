import { Problem } from "@showrunner/core/errors.ts";
import type { Secret } from "@showrunner/core/secret.ts";
import type { Services } from "@showrunner/services/context.ts";
import type { Context } from "hono";
import { basicOf, isOperator } from "./basic-sign-in.ts";
import type { Access } from "./contract/endpoint.ts";
import { changesOnlyFromOwnPages } from "./guard.ts";
import { runsThePlace } from "./runs-the-place.ts";
import { sessionCookie } from "./session-cookie.ts";

/** Who a request comes from. */
export type Who =
  /** Somebody of whom nothing is known. */
  | { kind: "nobody" }
  /** A person in a browser, who may do everything with their own account. */
  | { kind: "session"; sessionId: string; label: string; accountId: string; runsThePlace(): Promise<boolean> }
  /** A program with a key of an account's. */
  | { kind: "key"; keyId: string; name: string; accountId: string; scopes: readonly string[] }
  /** Whoever knows the operator's password, under the name that they gave with it. */
  | { kind: "operator"; name: string };

export interface Door {
  /** The operator's password, where there is one. */
  operatorPassword?: Secret<string>;
  /** User names at Trakt of those who run the place; without them, on one machine, whoever connected first does. */
  operators?: readonly string[] | undefined;
  /** Host names, besides this machine's own, under which it may be asked: those of a proxy before it. */
  allowedHosts?: readonly string[];
}

/**
 * Finds out who asks: by what the request says first, and else by the browser's cookie, with which nothing is changed but
 * from a page of our own.
 *
 * Throws Problem `key.refused`, `request.unauthorized` or `request.cross_site`.
 */
export async function whoAsks(ctx: Services, c: Context, door: Door): Promise<Who> {
  const header = c.req.header("authorization");
  const [scheme = "", token = ""] = (header ?? "").split(" ", 2);
  if (scheme.toLowerCase() === "bearer") {
    const { openKey } = await import("@showrunner/services/accounts/api-keys.ts");
    const key = await openKey(ctx, token);
    return { kind: "key", keyId: key.id, name: key.name, accountId: key.accountId, scopes: key.scopes };
  }
  if (scheme.toLowerCase() === "basic" && door.operatorPassword !== undefined) {
    if (isOperator(header, door.operatorPassword)) return { kind: "operator", name: basicOf(header).name };
    throw unauthorized("the operator's password is another");
  }
  const cookie = sessionCookie(c);
  if (cookie === undefined) return { kind: "nobody" };
  const { openSession } = await import("@showrunner/services/accounts/sessions.ts");
  const session = await openSession(ctx, cookie);
  if (session === undefined) return { kind: "nobody" };
  changesOnlyFromOwnPages(c, door.allowedHosts ?? []);
  const { id, label, accountId } = session;
  return {
    kind: "session",
    sessionId: id,
    label,
    accountId,
    runsThePlace: () => runsThePlace(ctx, accountId, door.operators),
  };
}

/** Throws Problem `request.unauthorized` or `request.forbidden` when this is not for whoever asks. */
export async function admit(who: Who, access: Access): Promise<void> {
  if (access === "open" || who.kind === "operator") return;
  if (who.kind === "nobody") throw unauthorized("who asks is not known");
  if (access === "operator") {
    if (who.kind === "session" && (await who.runsThePlace())) return;
    throw new Problem({
      code: "request.forbidden",
      message: "this is for whoever runs the place",
      hint: "Ask the operator.",
    });
  }
  if (who.kind === "session") return;
  const isAllowed = who.scopes.includes("write") || (access === "read" && who.scopes.includes("read"));
  if (isAllowed) return;
  throw new Problem({
    code: "request.forbidden",
    message: `this key may ${who.scopes.join(" and ") || "do nothing"}, and this needs ${access}`,
    hint: `Make a key with the scope ${access}: \`showrunner keys add NAME --scope ${access}\`.`,
  });
}

function unauthorized(message: string): Problem {
  return new Problem({
    code: "request.unauthorized",
    message,
    hint: "In a browser, sign in at /sign-in. A program sends an API key as `Authorization: Bearer …`: make one with `showrunner keys add NAME`.",
  });
}
