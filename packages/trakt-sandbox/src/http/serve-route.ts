import * as z from "zod";
import { cloudflarePage, empty, type Answer } from "./answer.ts";
import type { Service } from "./service.ts";
import { lateFault } from "./late-faults.ts";
import type { Call, Route } from "./call.ts";
import { bearerOf, struckBy } from "./edge.ts";
import { accountClosed } from "./refusals.ts";
import type { Grant } from "../world/state.ts";
import { addressOf, inDialect, respond, type SandboxContext } from "./wire.ts";

/** Takes a request through Trakt's own gate to its route, and the answer back in the route's dialect. */
export async function serveRoute(service: Service, route: Route, c: SandboxContext): Promise<Response> {
  const { behaviour } = service.ledger;
  const dialect =
    behaviour.routeDialects[route.path] ?? (behaviour.dialect === "mixed" ? route.dialect : behaviour.dialect);
  const startedMs = service.clock.now();
  const answer = refusal(service, route, c) ?? (await work(service, { ...route, dialect }, c));
  const who = grantOf(service, c)?.who;
  const told = inDialect(answer, {
    dialect,
    request: c.req.raw,
    runtimeMs: service.clock.now() - startedMs,
    serial: service.log.count,
    publicTag: route.auth === "optional" && who === undefined ? tagOf(c) : undefined,
    changedAt: who === undefined ? undefined : service.ledger.state.people.get(who)?.lastActivity,
  });
  const struck = struckBy(service, c, route.path);
  return lateFault(service.faults, struck, c, told) ?? respond(told);
}

/** The app's key, the content type, the rate buckets and the token, in the order that Trakt looks at them. */
function refusal(service: Service, route: Route, c: SandboxContext): Answer | undefined {
  const { behaviour } = service.ledger;
  const clientId = c.req.header("trakt-api-key") ?? "";
  if (clientId === "" || (behaviour.apps !== null && !Object.hasOwn(behaviour.apps, clientId))) {
    return cloudflarePage(403, "Forbidden");
  }
  const type = c.req.header("content-type") ?? "";
  if (!type.startsWith("application/json") || c.req.header("trakt-api-version") !== "2") return empty(412);
  const token = bearerOf(c);
  const grant = grantOf(service, c);
  const limited = service.limits.refuse({
    method: c.req.method,
    username: grant?.who,
    clientId,
    address: addressOf(c),
    nowMs: service.clock.now(),
  });
  if (limited !== undefined) return limited;
  const refused = route.auth === "required" ? grant === undefined : token !== undefined && grant === undefined;
  if (refused) return empty(401, { "www-authenticate": 'Bearer realm="Trakt", error="invalid_token"' });
  if (grant === undefined) return undefined;
  const standing = service.ledger.state.closed.get(grant.who);
  return standing === undefined ? undefined : accountClosed(standing);
}

function grantOf(service: Service, c: SandboxContext): Grant | undefined {
  const token = bearerOf(c);
  return token === undefined ? undefined : service.world.grantOf(token);
}

/** What the edge keeps the answer under. */
function tagOf(c: SandboxContext): string {
  const [kind = "", ...rest] = c.req.path.split("/").filter((part) => part !== "");
  return `resource:${[kind.replace(/s$/, ""), ...rest].join(":")}`;
}

async function work(service: Service, route: Route, c: SandboxContext): Promise<Answer> {
  const { ledger, world } = service;
  const reads = route.method === "GET";
  let body: unknown = {};
  if (!reads) {
    const text = await c.req.text();
    try {
      if (text.trim() !== "") body = JSON.parse(text);
    } catch {
      return empty(400);
    }
  }
  world.finishCheckins();
  const who = grantOf(service, c)?.who;
  const state = reads ? ledger.seen() : ledger.state;
  const query = new URL(c.req.url).searchParams;
  const call: Call = {
    world,
    state,
    live: ledger.state,
    behaviour: ledger.behaviour,
    dialect: route.dialect,
    nowMs: ledger.now(),
    params: c.req.param(),
    query,
    body,
    extended: new Set((query.get("extended") ?? "").split(",")),
    viewer: who === undefined ? undefined : (state.people.get(who) ?? ledger.state.people.get(who)),
  };
  if (reads || who === undefined) return route.handle(call);
  return world.together(() => {
    const answer = route.handle(call);
    ledger.commit({
      kind: "write.received",
      at: ledger.now(),
      who,
      method: route.method,
      endpoint: route.path,
      path: c.req.path,
      status: answer.status,
      changed: answer.changed ?? 0,
      body: z.json().parse(body),
    });
    return answer;
  });
}
