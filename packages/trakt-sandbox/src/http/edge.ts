import { isEarly, type FaultName, type Struck } from "../faults.ts";
import { cloudflarePage } from "./answer.ts";
import type { Service } from "./service.ts";
import { earlyFault } from "./early-faults.ts";
import { drop, isSent, LostConnection, respond, type SandboxContext } from "./wire.ts";

/** Names that libraries give themselves, and browsers: Cloudflare lets none of them through (trakt-api #670, #740). */
const refusedAgents = new RegExp(
  `^(${[
    "mozilla/",
    "opera/",
    "node$",
    "undici",
    "axios/",
    "node-fetch",
    "got ",
    "deno/",
    "bun/",
    "python",
    "aiohttp/",
    "curl/",
    "libcurl",
    "wget/",
    "okhttp",
    "go-http-client",
    "java/",
    "apache-httpclient",
    "ruby$",
    "guzzlehttp",
    "reqwest",
    "postmanruntime",
  ].join("|")})`,
  "i",
);

/**
 * What stands before Trakt: counts the request, lets the faults of this stage strike, and turns away who does not
 * say who they are; its pages are for browsers.
 */
export async function edge(
  service: Service,
  c: SandboxContext,
  route: string,
  work: () => Response | Promise<Response>,
  callers: "apps" | "browsers" = "apps",
): Promise<Response> {
  const { method } = c.req;
  service.log.request(method, route);
  try {
    const response = await pass(service, c, route, work, callers);
    service.log.answer(method, route, isSent(response) ? "lost" : response.status);
    return response;
  } catch (error) {
    if (error instanceof LostConnection) service.log.answer(method, route, "lost");
    throw error;
  }
}

export function struckBy(service: Service, c: SandboxContext, route: string): Struck {
  const token = bearerOf(c);
  // A dead token still tells whose it was, as long as its grant is known.
  const grant = token === undefined ? undefined : service.ledger.state.accessTokens.get(token);
  return { method: c.req.method, path: c.req.path, route, username: grant?.who };
}

export function bearerOf(c: SandboxContext): string | undefined {
  return /^bearer (.+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
}

async function pass(
  service: Service,
  c: SandboxContext,
  route: string,
  work: () => Response | Promise<Response>,
  callers: "apps" | "browsers",
): Promise<Response> {
  const { faults, clock } = service;
  const struck = struckBy(service, c, route);
  const slow = faults.strike("delay", struck);
  if (slow !== undefined) await clock.sleep(slow.delayMs);
  const early: { name: FaultName } | undefined = faults.strike("before", struck);
  if (early !== undefined && isEarly(early.name)) {
    const answer = earlyFault(early.name, { method: struck.method, nowMs: clock.now() });
    return answer === "reset" ? drop(c) : respond(answer);
  }
  if (callers === "browsers") return work();
  const agent = c.req.header("user-agent") ?? "";
  if (agent === "" || refusedAgents.test(agent)) return respond(cloudflarePage(403, "Attention Required!"));
  return work();
}
