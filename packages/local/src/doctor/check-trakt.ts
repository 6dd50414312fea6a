import type { Clock } from "@showrunner/core/clock.ts";
import { messageOf } from "@showrunner/core/errors.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { inWords } from "@showrunner/services/doctor/check-work.ts";
import { type Finding, ok, problem, warning } from "@showrunner/services/doctor/finding.ts";
import { createTrakt } from "@showrunner/trakt/client.ts";
import { TraktError } from "@showrunner/trakt/errors.ts";
import { probeTrakt, type TraktProbe } from "@showrunner/trakt/probe.ts";
import type { TraktApp } from "../open.ts";

/** Trakt's header tells whole seconds, and an answer takes some time. */
const unsureMs = 5000;
/** Beyond this, tokens, rules and what is due are judged by a wrong time. */
const wrongMs = 60_000;

const usualDeadlineMs = 10_000;

/** Whether Trakt is reached, takes the app's id and secret, lets us call, and has the same time as this machine. */
export async function checkTrakt(
  app: TraktApp,
  clock: Clock,
  redirectUri: string | null,
  deadlineMs = usualDeadlineMs,
): Promise<Finding[]> {
  const probe = await probeTrakt({ apiUrl: app.apiUrl, clientId: app.clientId, clock, deadlineMs });
  const found = [reachFinding(probe)];
  if (probe.kind !== "answered") return found;
  found.push(clockFinding(probe.clockAheadMs), await checkApp(app, clock, deadlineMs));
  found.push(
    redirectUri === null
      ? ok("sign-in", "by codes (`showrunner login`); no redirect URI is set for browsers")
      : ok("sign-in", `by browsers too; the app at Trakt must have the redirect URI ${redirectUri}`),
  );
  return found;
}

function reachFinding(probe: TraktProbe): Finding {
  switch (probe.kind) {
    case "no_address":
      return problem(
        "reaching Trakt",
        `the name ${probe.host} has no address here (${probe.reason})`,
        "Look at this machine's network and its resolver, and at TRAKT_API_URL if it is set.",
      );
    case "no_answer":
      return problem(
        "reaching Trakt",
        `${probe.host} does not answer as it should: ${probe.reason}`,
        "Look at this machine's network, at proxies and firewalls that may stand in between, and at https://status.trakt.tv.",
      );
    case "answered":
      return reachedFinding(probe);
  }
}

function reachedFinding({ error, status, remaining }: Extract<TraktProbe, { kind: "answered" }>): Finding {
  if (error === undefined)
    return ok("reaching Trakt", `it answers${remaining === null ? "" : `, and ${remaining} calls are left for now`}`);
  switch (error.kind) {
    case "rate_limited":
      return warning("reaching Trakt", error.message, "Nothing: Showrunner waits as long as Trakt asks.");
    case "edge_blocked":
      return problem(
        "reaching Trakt",
        error.message,
        "Trakt does so with an unknown client id (see `app`), and with addresses that called it too much: look whether something else here does.",
      );
    case "unauthorized":
    case "forbidden":
      return ok("reaching Trakt", "it answers");
    default:
      return problem(
        "reaching Trakt",
        error.message,
        `Trakt itself has trouble (${status}): what fails is tried again.`,
      );
  }
}

function clockFinding(aheadMs: number | null): Finding {
  if (aheadMs === null)
    return warning(
      "clock",
      "Trakt told no time to compare with",
      "Look yourself whether this machine's clock is right.",
    );
  if (Math.abs(aheadMs) <= unsureMs) return ok("clock", "as Trakt's, within seconds");
  const message = `this machine's clock is ${Math.round(Math.abs(aheadMs) / 1000)} seconds ${aheadMs > 0 ? "ahead of" : "behind"} Trakt's (${inWords(aheadMs)})`;
  const remedy = "Let the system set its clock by itself (timedatectl set-ntp true, or w32tm /resync).";
  return Math.abs(aheadMs) > wrongMs ? problem("clock", message, remedy) : warning("clock", message, remedy);
}

/** No token of anybody's: ending it changes nothing, and only who has the app's secret may ask for it. */
const noToken = new Secret("no-token-of-anybody");

async function checkApp(app: TraktApp, clock: Clock, deadlineMs: number): Promise<Finding> {
  const trakt = createTrakt({ ...app, clock, deadlineMs });
  try {
    await trakt.oauth.revoke(noToken);
    return ok("app", "Trakt takes its id and secret");
  } catch (error) {
    if (!(error instanceof TraktError)) throw error;
    return refusals.includes(error.kind)
      ? problem(
          "app",
          "Trakt does not take the client id with this secret: nobody can sign in, and no tokens are renewed",
          "Set TRAKT_CLIENT_ID and TRAKT_CLIENT_SECRET to those of your app, as they stand at https://trakt.tv/oauth/applications.",
        )
      : warning("app", `whether Trakt takes it could not be tried: ${messageOf(error)}`, "Try again later.");
  } finally {
    await trakt.close();
  }
}

const refusals: readonly string[] = ["unauthorized", "forbidden", "invalid_grant"];
