import type { Secret } from "@showrunner/core/secret.ts";
import { Hono } from "hono";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { handle } from "hono/aws-lambda";
import { isOperator } from "./basic-sign-in.ts";

type LambdaHandler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

export interface GatewayOptions {
  version: string;
  operatorPassword: Secret<string>;
  /** Loads the app, at the first request that is for it. */
  load(): Promise<Hono>;
}

/** Where the app finds out who asks: the API, the ways in, and addresses that are secrets themselves. */
const asksForItself = /^\/(?:api|connect|enter|feeds|hooks|approvals)(?:\/|$)/;

/**
 * The API behind API Gateway. The app looks at keys and sessions; for all else who asks must know the operator's password
 * (HTTP's basic sign-in, under any name). `/healthz` is open.
 */
export function onLambda({ version, operatorPassword, load }: GatewayOptions): LambdaHandler {
  let app: Promise<Hono> | undefined;
  const gate = new Hono();
  gate.get("/healthz", (c) => c.json({ status: "ok", version }));
  gate.use(async (c, next) => {
    const isForApp = asksForItself.test(c.req.path);
    if (isForApp || isOperator(c.req.header("authorization"), operatorPassword)) return await next();
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
