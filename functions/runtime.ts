import { type Clock, systemClock } from "@showrunner/core/clock.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { systemRandom } from "@showrunner/core/ids.ts";
import type { Store } from "@showrunner/core/ports/store.ts";
import type { Vault } from "@showrunner/core/ports/vault.ts";
import type { Services } from "@showrunner/services/context.ts";
import { serviceSettings } from "@showrunner/services/settings.ts";
import type { SqsQueue } from "@showrunner/storage/sqs/message-queue.ts";
import type { Trakt } from "@showrunner/trakt/client.ts";
import type { Context } from "aws-lambda";
import { Resource } from "sst/resource";
import * as z from "zod";
import { type Environment, type FunctionName, type LinkName, readEnvironment, startFailure } from "./environment.ts";
import { jsonLog, type Print, serviceLog } from "./log.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { createNames } from "./names.ts";

/** The queues as functions see them: Lambda receives, and deletes what is done. */
export type Queues = Pick<SqsQueue, "send" | "release" | "buryWithReason" | "depth">;

/** What a function is made of: each imports the makers of what its path uses, and bundles nothing else. */
export interface Parts {
  store(environment: Environment, clock: Clock): Store;
  queue(environment: Environment, clock: Clock): Queues;
  vault?(environment: Environment, store: Store): Vault;
  trakt?(environment: Environment, clock: Clock): Trakt;
  outbound?(environment: Environment): Services["outbound"];
}

/** What handlers work with. */
export interface Runtime {
  name: FunctionName;
  services: Services;
  queue: Queues;
  environment: Environment;
  metrics: Metrics;
  write: ReturnType<typeof jsonLog>;
}

/** One arrow of the picture: what it does with an event, on whatever runtime it is given. */
export type Arrow<Event, Result> = (runtime: Runtime) => (event: Event, context: Context) => Promise<Result>;

/** Trakt's own addresses, unless a stage is set to others. */
export const traktAddresses = { api: "https://api.trakt.tv", auth: "https://auth.trakt.tv" };

/**
 * The cloud's composition root: an arrow as a Lambda handler. What it needs is read, and found missing, at the cold
 * start; what it talks to is made when it is first used.
 */
export function onLambda<Event, Result>(
  name: FunctionName,
  parts: Parts,
  arrow: Arrow<Event, Result>,
): (event: Event, context: Context) => Promise<Result> {
  const print: Print = (line) => process.stdout.write(`${line}\n`);
  let environment: Environment;
  try {
    environment = readEnvironment(name, { linked: linkedAs, variables: process.env });
  } catch (error) {
    print(JSON.stringify({ level: "error", function: name, ...startFailure(error) }));
    throw error;
  }
  let request: Record<string, string> = {};
  const runtime = createRuntime({ name, parts, environment, print, fields: () => request });
  const run = arrow(runtime);
  const dimensions = { stage: stageOf(), function: name };
  return async (event, context) => {
    request = requestFields(context);
    try {
      return await run(event, context);
    } finally {
      runtime.metrics.flush(dimensions, runtime.services.clock.now());
    }
  };
}

/** What SST linked under a name; throws for what it did not. */
function linkedAs(link: LinkName): unknown {
  const found: unknown = Reflect.get(Resource, link);
  return found;
}

const App = z.object({ stage: z.string() });

/** SST tells every function the stage that it belongs to. */
function stageOf(): string {
  return App.catch({ stage: "unknown" }).parse("App" in Resource ? Resource.App : undefined).stage;
}

function requestFields(context: Context): Record<string, string> {
  const xray = process.env["_X_AMZN_TRACE_ID"];
  return { request: context.awsRequestId, ...(xray === undefined ? {} : { xray }) };
}

export interface RuntimeOptions {
  name: FunctionName;
  parts: Parts;
  environment: Environment;
  print: Print;
  fields(): Record<string, string>;
}

export function createRuntime({ name, parts, environment, print, fields }: RuntimeOptions): Runtime {
  const clock = systemClock;
  const metrics = createMetrics(print);
  const names = createNames();
  const write = jsonLog({
    print,
    now: clock.now,
    fields: () => ({ function: name, ...fields() }),
    without: names.without,
  });
  const store = once(() => names.heard(parts.store(environment, clock)));
  const queue = once(() => parts.queue(environment, clock));
  const vault = once(() => given(name, "vault", parts.vault)(environment, store()));
  const trakt = once(() => given(name, "trakt", parts.trakt)(environment, clock));
  const outbound = once(() => given(name, "outbound", parts.outbound)(environment));
  const services: Services = {
    clock,
    random: systemRandom,
    log: serviceLog(write, metrics, names),
    get store() {
      return store();
    },
    get queue() {
      return queue();
    },
    get vault() {
      return vault();
    },
    get trakt() {
      return trakt();
    },
    get outbound() {
      return outbound();
    },
    settings: serviceSettings,
    worker: systemRandom.id("own"),
    source: environment.TRAKT_API_URL ?? traktAddresses.api,
    ...(environment.API_ORIGIN === undefined ? {} : { site: new URL(environment.API_ORIGIN).origin }),
  };
  return {
    name,
    services,
    get queue() {
      return queue();
    },
    environment,
    metrics,
    write,
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function given<T>(name: FunctionName, part: string, maker: T | undefined): T {
  if (maker !== undefined) return maker;
  throw new Problem({
    code: "environment.not_needed",
    message: `the function ${name} used its ${part}, which it is not given`,
    hint: `Give it the part in functions/${name}.ts, and what that reads in functions/environment.ts.`,
  });
}
