import { timingSafeEqual, createHash } from "node:crypto";
import { Problem } from "@showrunner/core/errors.ts";
import type { Secret } from "@showrunner/core/secret.ts";
import type { Services } from "@showrunner/services/context.ts";
import type { Context, MiddlewareHandler } from "hono";
import type { Access } from "./contract/endpoint.ts";

/** Who a request comes from. */
export type Who =
  /** Somebody on this machine, who may look at everything here and change nothing. */
  | { kind: "neighbour" }
  /** Whoever runs the place. */
  | { kind: "operator" }
  /** A program with a key of an account's. */
  | { kind: "key"; keyId: string; accountId: string; scopes: readonly string[] };

export interface Door {
  /** The operator's password, where the place can be reached by strangers; without one it is on the loopback. */
  operatorPassword?: Secret<string>;
}

/** Finds out who asks. Throws Problem `key.refused` or `request.unauthorized`. */
export async function whoAsks(ctx: Services, c: Context, door: Door): Promise<Who> {
  const header = c.req.header("authorization");
  const [scheme = "", token = ""] = (header ?? "").split(" ", 2);
  if (scheme.toLowerCase() === "bearer") {
    const { openKey } = await import("@showrunner/services/accounts/api-keys.ts");
    const key = await openKey(ctx, token);
    return { kind: "key", keyId: key.id, accountId: key.accountId, scopes: key.scopes };
  }
  if (door.operatorPassword === undefined) return { kind: "neighbour" };
  if (isOperator(header, door.operatorPassword)) return { kind: "operator" };
  throw unauthorized();
}

/** Throws Problem `request.forbidden` when this is not for whoever asks. */
export function admit(who: Who, access: Access, method: string): void {
  if (access === "open" || who.kind === "operator") return;
  if (who.kind === "neighbour") {
    if (method === "get" && access !== "write") return;
    throw new Problem({
      code: "request.key_missing",
      message: "only who has a key may change something",
      hint: "Make one with `showrunner keys add NAME` and send it as `Authorization: Bearer …`.",
    });
  }
  if (access === "operator")
    throw new Problem({
      code: "request.forbidden",
      message: "this is for whoever runs the place, and an account's key is none of theirs",
      hint: "Ask the operator.",
    });
  const isAllowed = who.scopes.includes("write") || (access === "read" && who.scopes.includes("read"));
  if (isAllowed) return;
  throw new Problem({
    code: "request.forbidden",
    message: `this key may ${who.scopes.join(" and ") || "do nothing"}, and this needs ${access}`,
    hint: `Make a key with the scope ${access}: \`showrunner keys add NAME --scope ${access}\`.`,
  });
}

/** The status page shows everybody's things: no account's key opens it. Throws Problem `request.unauthorized`. */
export function onlyOperators({ operatorPassword }: Door): MiddlewareHandler {
  return async (c, next) => {
    if (operatorPassword !== undefined && !isOperator(c.req.header("authorization"), operatorPassword))
      throw unauthorized();
    await next();
  };
}

function unauthorized(): Problem {
  return new Problem({
    code: "request.unauthorized",
    message: "who asks is not known",
    hint: "Send an API key as `Authorization: Bearer …`, or the operator's password.",
  });
}

/** Compares in a time that does not tell how much of the password was right. RFC 7617. */
export function isOperator(header: string | undefined, password: Secret<string>): boolean {
  const [scheme = "", encoded = ""] = (header ?? "").split(" ", 2);
  if (scheme.toLowerCase() !== "basic") return false;
  const told = Buffer.from(encoded, "base64").toString("utf8");
  const colon = told.indexOf(":");
  return colon >= 0 && timingSafeEqual(sha256(told.slice(colon + 1)), sha256(password.reveal()));
}

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();
