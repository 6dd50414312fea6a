import { onLambda as onGateway } from "@showrunner/api/lambda.ts";
import type { QueueDepth, QueueName } from "@showrunner/core/ports/queue.ts";
import { Secret } from "@showrunner/core/secret.ts";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import manifest from "../package.json" with { type: "json" };
import { required } from "./environment.ts";
import { driversLater } from "./parts/later.ts";
import { type Arrow, onLambda, type Parts, type Runtime } from "./runtime.ts";

type Api = ReturnType<typeof onGateway>;

/** Where Trakt sends people back to. */
const callbackPath = "/connect/callback";

/** Loaded with the app, before which nothing asks for it. */
let traktLoaded: Parts["trakt"];
const trakt = ((environment, clock) => {
  if (traktLoaded === undefined) throw new Error("Trakt's client is used before it is loaded");
  return traktLoaded(environment, clock);
}) satisfies Parts["trakt"];

/** The HTTP API, behind API Gateway. */
export const arrow: Arrow<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> = (runtime) => {
  let api: Api | undefined;
  return async (event) => {
    // The name that it is called by is API Gateway's to say: the Host header is the caller's.
    api ??= apiAt(runtime, event.requestContext.domainName);
    return await api(event);
  };
};
export const handler = onLambda("api", { ...driversLater, trakt }, arrow);

function apiAt({ services, queue, environment }: Runtime, domainName: string): Api {
  const origin = environment.API_ORIGIN ?? `https://${domainName}`;
  const startedAt = services.clock.now();
  const { version } = manifest;
  return onGateway({
    version,
    operatorPassword: new Secret(required(environment, "OperatorPassword")),
    load: async () => {
      const [{ createApi }, parts, { namesIn, Registration }] = await Promise.all([
        import("@showrunner/api/app.ts"),
        import("./parts/trakt.ts"),
        import("@showrunner/services/accounts/registration.ts"),
      ]);
      traktLoaded = parts.trakt;
      return createApi(services, {
        mode: "trakt",
        deliversItself: false,
        version,
        operatorPassword: new Secret(required(environment, "OperatorPassword")),
        queues: () => depths((name) => queue.depth(name)),
        startedAt,
        allowedHosts: [domainName, new URL(origin).hostname],
        redirectUri: () => new URL(callbackPath, origin).href,
        // Strangers find the address: who is new here is invited, unless the stage says otherwise.
        registration: Registration.parse(environment.SHOWRUNNER_REGISTRATION ?? "invite"),
        allowed: namesIn(environment.SHOWRUNNER_ALLOWED ?? ""),
        // Nobody runs the place by having come first.
        operators: namesIn(environment.SHOWRUNNER_OPERATORS ?? ""),
      });
    },
  });
}

async function depths(of: (name: QueueName) => Promise<QueueDepth>): Promise<Record<QueueName, QueueDepth>> {
  const [PollJobs, ChangeEvents, TraktWrites, Deliveries] = await Promise.all([
    of("PollJobs"),
    of("ChangeEvents"),
    of("TraktWrites"),
    of("Deliveries"),
  ]);
  return { PollJobs, ChangeEvents, TraktWrites, Deliveries };
}
