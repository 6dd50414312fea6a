import { lookup } from "node:dns/promises";
import type { Clock } from "@showrunner/core/clock.ts";
import { messageOf } from "@showrunner/core/errors.ts";
import manifest from "../package.json" with { type: "json" };
import { errorOf } from "./classify.ts";
import type { TraktError } from "./errors.ts";
import { spentBudgetOf } from "./rate-limit.ts";
import { headerOf } from "./reply.ts";
import { createTransport, NoAnswer } from "./transport.ts";

/** How Trakt answered one small call with this app's id. */
export type TraktProbe =
  /** Its host is not known to this machine's resolver. */
  | { kind: "no_address"; host: string; reason: string }
  /** Nothing usable came back: the connection, TLS or the answer failed. */
  | { kind: "no_answer"; host: string; reason: string }
  | {
      kind: "answered";
      status: number;
      /** Undefined for a success. */
      error: TraktError | undefined;
      /** How far this machine's clock is ahead of Trakt's, to about a second; null where Trakt told no time. */
      clockAheadMs: number | null;
      /** Calls left in Trakt's current period, where it says so. */
      remaining: number | null;
    };

export interface ProbeOptions {
  apiUrl: string;
  clientId: string;
  clock: Clock;
  deadlineMs: number;
}

/** A list of about ten words that Trakt serves from its cache. Trakt: `GET /certifications/:type`. */
const path = "/certifications/movies";

/** Asks Trakt for next to nothing, to see whether it is reached, takes the app's id, and has the same time. Never throws. */
export async function probeTrakt({ apiUrl, clientId, clock, deadlineMs }: ProbeOptions): Promise<TraktProbe> {
  const { host, hostname } = new URL(apiUrl);
  try {
    await lookup(hostname.replace(/^\[|\]$/g, ""));
  } catch (error) {
    return { kind: "no_address", host, reason: messageOf(error) };
  }
  const transport = createTransport({ url: apiUrl, connections: 1, deadlineMs, maxBodyBytes: 1024 * 1024 });
  // Trakt: required headers guide.
  const headers = [
    ["content-type", "application/json"],
    ["user-agent", `Showrunner/${manifest.version}`],
    ["trakt-api-key", clientId],
    ["trakt-api-version", "2"],
  ].flat();
  const askedAt = clock.now();
  try {
    const reply = await transport.send({ method: "GET", path, headers, body: null });
    const answeredAt = clock.now();
    const theirs = Date.parse(headerOf(reply, "date") ?? "");
    const isGood = reply.status >= 200 && reply.status < 300;
    return {
      kind: "answered",
      status: reply.status,
      error: isGood
        ? undefined
        : errorOf(reply, { method: "GET", path, secrets: [clientId], ownersOnly: false }, answeredAt),
      clockAheadMs: Number.isNaN(theirs) ? null : (askedAt + answeredAt) / 2 - theirs,
      remaining: spentBudgetOf(reply)?.remaining ?? null,
    };
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return { kind: "no_answer", host, reason: error.message };
  } finally {
    await transport.close();
  }
}
