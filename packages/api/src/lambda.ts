import { createHash, timingSafeEqual } from "node:crypto";
import type { Secret } from "@showrunner/core/secret.ts";
import { Hono } from "hono";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { handle } from "hono/aws-lambda";

type LambdaHandler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

export interface GatewayOptions {
  version: string;
  operatorPassword: Secret<string>;
  /** Loads the app, at the first request that is for it. */
  load(): Promise<Hono>;
}

/**
 * The API behind API Gateway. It shows everybody's things and has no sign-in of its own yet, so whoever asks must know the
 * operator's password (HTTP's basic sign-in, under any name); only `/healthz` is open.
 */
export function onLambda({ version, operatorPassword, load }: GatewayOptions): LambdaHandler {
  let app: Promise<Hono> | undefined;
  const gate = new Hono();
  gate.get("/healthz", (c) => c.json({ status: "ok", version }));
  gate.use(async (c, next) => {
    if (isOperator(c.req.header("authorization"), operatorPassword)) return await next();
    c.header("www-authenticate", 'Basic realm="Showrunner", charset="UTF-8"');
    c.header("cache-control", "no-store");
    return c.json({ type: "about:blank", title: "Unauthorized", status: 401, code: "request.unauthorized" }, 401);
  });
  gate.all("*", async (c) => (await (app ??= load())).fetch(c.req.raw, c.env));
  const answer = handle(gate);
  return async (event) => {
    const result = await answer({
      version: event.version,
      routeKey: event.routeKey,
      headers: event.headers,
      ...(event.cookies === undefined ? {} : { cookies: event.cookies }),
      rawPath: event.rawPath,
      rawQueryString: event.rawQueryString,
      body: event.body ?? null,
      isBase64Encoded: event.isBase64Encoded,
      requestContext: { ...event.requestContext, authentication: null, authorizer: {} },
    });
    const { headers: told, ...rest } = result;
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(told)) headers[name] = Array.isArray(value) ? value.join(", ") : value;
    return { ...rest, headers };
  };
}

/** Compares in a time that does not tell how much of the password was right. RFC 7617. */
function isOperator(header: string | undefined, password: Secret<string>): boolean {
  const [scheme = "", encoded = ""] = (header ?? "").split(" ", 2);
  if (scheme.toLowerCase() !== "basic") return false;
  const told = Buffer.from(encoded, "base64").toString("utf8");
  const colon = told.indexOf(":");
  return colon >= 0 && timingSafeEqual(sha256(told.slice(colon + 1)), sha256(password.reveal()));
}

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();
