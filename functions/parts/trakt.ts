import { Secret } from "@showrunner/core/secret.ts";
import { createTrakt } from "@showrunner/trakt/client.ts";
import { createGovernor } from "@showrunner/trakt/governor.ts";
import { traktGovernor } from "../../stacks/topology.ts";
import { required } from "../environment.ts";
import { type Parts, traktAddresses } from "../runtime.ts";

/** Trakt, as the stage's app, at the pace that one process may have. */
export const trakt = ((environment, clock) =>
  createTrakt({
    clientId: required(environment, "TraktClientId"),
    clientSecret: new Secret(required(environment, "TraktClientSecret")),
    apiUrl: environment.TRAKT_API_URL ?? traktAddresses.api,
    authUrl: environment.TRAKT_AUTH_URL ?? traktAddresses.auth,
    clock,
    governor: createGovernor({ clock, ...traktGovernor }),
  })) satisfies Parts["trakt"];
