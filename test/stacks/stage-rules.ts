import { isDeepStrictEqual } from "node:util";
import { queueNames } from "@showrunner/core/ports/queue.ts";
import { tableKeys } from "@showrunner/storage/dynamo/table.ts";
import * as z from "zod";
import { functionNeeds, type FunctionNeeds } from "../../functions/environment.ts";
import { metricNamespace, type MetricName } from "../../functions/metrics.ts";
import { isProduction } from "../../stacks/stage.ts";
import { cloud } from "../../stacks/topology.ts";
import { ofType, read, type Graph } from "./graph.ts";
import { functionIn, functionNames, handlerOf, resourcesIn } from "./roles.ts";
import { edit, is, remove, type Rule, the, unless } from "./rule.ts";

const Function = z.object({
  name: z.string(),
  handler: z.string(),
  runtime: z.string(),
  architectures: z.array(z.string()),
  memorySize: z.number(),
  timeout: z.number(),
  tracingConfig: z.object({ mode: z.string() }).optional(),
  loggingConfig: z.object({ logGroup: z.string() }).optional(),
  environment: z.object({ variables: z.record(z.string(), z.string()) }),
});
const Alarm = z.object({
  namespace: z.string().optional(),
  metricName: z.string().optional(),
  dimensions: z.record(z.string(), z.string()).optional(),
  metricQueries: z
    .array(z.object({ metric: z.object({ dimensions: z.record(z.string(), z.string()) }).optional() }))
    .optional(),
  comparisonOperator: z.string(),
  threshold: z.number(),
  alarmActions: z.array(z.string()).default([]),
  treatMissingData: z.string(),
});
const LogGroup = z.object({ name: z.string(), retentionInDays: z.number().default(0) });
const Named = z.object({ name: z.string() });

const queueName = (graph: Graph, name: string): string =>
  read(graph, "queue", Named).find((one) => one.named === `${name}Queue`)?.name ?? "";
/** Alarms on a metric of a thing that tell somebody, by what they watch. */
function alarmsOn(graph: Graph, metricName: string, dimensions: Record<string, string>) {
  return read(graph, "alarm", Alarm).filter(
    (one) =>
      one.metricName === metricName &&
      one.alarmActions.some((action) => action.includes("AlarmsTopic")) &&
      isDeepStrictEqual(one.dimensions, dimensions),
  );
}

const production = (graph: Graph): boolean => isProduction(graph.app.stage);

export const stageRules: Rule[] = [
  {
    states: "there is a function for each handler, on Node 24 and arm64, traced, with the topology's memory and time",
    check: (graph) => {
      const limits: Record<string, number> = { ...cloud.periodicTimeoutSeconds, api: cloud.apiTimeoutSeconds };
      const functions = read(graph, "function", Function);
      return [
        ...is(
          "the functions",
          functions.map(({ handler }) => handler).toSorted(),
          functionNames.map(handlerOf).toSorted(),
        ),
        ...functions.flatMap(({ handler, runtime, architectures, memorySize, tracingConfig }) => [
          ...is(`${handler}'s runtime`, runtime, "nodejs24.x"),
          ...is(`${handler}'s architecture`, architectures, ["arm64"]),
          ...is(`${handler}'s memory`, memorySize, cloud.memoryMb),
          ...is(`${handler}'s tracing`, tracingConfig?.mode, "Active"),
        ]),
        ...functionNames
          .filter((name) => name in limits)
          .flatMap((name) => is(`${name}'s time limit`, functionIn(graph, name).timeout, limits[name])),
      ];
    },
    breaks: {
      "one is gone": (graph) => remove(graph, "function", "ApiFunction"),
      x86: (graph) => edit(graph, "function", "ApiFunction", { architectures: ["x86_64"] }),
      "Node 22": (graph) => edit(graph, "function", "ScheduleHandler", { runtime: "nodejs22.x" }),
      "SST's own 20 s": (graph) => edit(graph, "function", "RefreshTokensHandler", { timeout: 20 }),
      "no traces": (graph) => edit(graph, "function", "ApiFunction", { tracingConfig: undefined }),
      "SST's own memory": (graph) => edit(graph, "function", "ApiFunction", { memorySize: 1024 }),
    },
  },
  {
    states: "every function has the variables that it needs, and those keys only that it may use",
    check: (graph) => {
      const { keys } = resourcesIn(graph);
      const values: Record<string, string> = { TOKENS_KEY_ID: keys.tokens, CHANNELS_KEY_ID: keys.channels };
      return functionNames.flatMap((name) => {
        const needs: FunctionNeeds = functionNeeds[name];
        const given = read(graph, "function", Function).find(({ handler }) => handler === handlerOf(name));
        return Object.entries(values).flatMap(([variable, key]) =>
          is(
            `${name}'s ${variable}`,
            given?.environment.variables[variable],
            needs.variables.some((one) => one === variable) ? key : undefined,
          ),
        );
      });
    },
    breaks: {
      "the other key": (graph) =>
        edit(graph, "function", "DeliveriesSubscriber", {
          environment: { variables: { CHANNELS_KEY_ID: resourcesIn(graph).keys.tokens } },
        }),
    },
  },
  {
    states:
      "the deliverer alone knows the address that mail is sent from, where there is one, and the site's is known by who makes links; nobody is sent to another Trakt",
    check: (graph) =>
      functionNames.flatMap((name) => {
        const given = read(graph, "function", Function).find(({ handler }) => handler === handlerOf(name));
        const variables = given?.environment.variables ?? {};
        return [
          ...is(`${name}'s sender`, variables["MAIL_FROM"], name === "deliver" ? resourcesIn(graph).sender : undefined),
          ...is(
            `that ${name} knows the site's address`,
            variables["API_ORIGIN"] !== undefined,
            name === "api" || name === "apply-rules",
          ),
          ...unless(!Object.keys(variables).some((one) => one.startsWith("TRAKT_")), `${name} goes to another Trakt`),
        ];
      }),
    breaks: {
      "it is not told": (graph) => edit(graph, "function", "DeliveriesSubscriber", { environment: { variables: {} } }),
      "who asks for a yes knows no site": (graph) =>
        edit(graph, "function", "ChangeEventsSubscriber", { environment: { variables: {} } }),
      "the API knows it": (graph) =>
        edit(graph, "function", "ApiFunction", { environment: { variables: { MAIL_FROM: "a@example.org" } } }),
      "polls go elsewhere": (graph) =>
        edit(graph, "function", "PollJobsSubscriber", {
          environment: { variables: { TRAKT_API_URL: "https://other.example" } },
        }),
    },
  },
  {
    states: "logs are kept for the topology's time, and none for ever",
    check: (graph) => {
      const groups = read(graph, "logGroup", LogGroup);
      return [
        ...groups.flatMap((one) => is(`the days that ${one.named} is kept`, one.retentionInDays, 90)),
        ...read(graph, "function", Function).flatMap(({ handler, loggingConfig }) =>
          unless(
            groups.some(({ name }) => name === loggingConfig?.logGroup),
            `${handler} writes its log where nothing is cleared away`,
          ),
        ),
      ];
    },
    breaks: {
      "one is kept for ever": (graph) => edit(graph, "logGroup", "ApiFunctionLogGroup", { retentionInDays: 0 }),
      "a group is missing": (graph) => remove(graph, "logGroup", "ScheduleHandlerLogGroup"),
    },
  },
  {
    states: "the table is billed by request, restorable to any second, forgets by ttl, and has the one index",
    check: (graph) => {
      const { partitionKey, sortKey, index, ttl } = tableKeys;
      const [table, ...more] = ofType(graph, "table");
      return [
        ...unless(more.length === 0, "there are several tables"),
        ...is("the billing", table?.inputs["billingMode"], "PAY_PER_REQUEST"),
        ...is("recovery", table?.inputs["pointInTimeRecovery"], { enabled: true }),
        ...is("the ttl", table?.inputs["ttl"], { attributeName: ttl, enabled: true }),
        ...is("the keys", [table?.inputs["hashKey"], table?.inputs["rangeKey"]], [partitionKey, sortKey]),
        ...is("the indexes", table?.inputs["globalSecondaryIndexes"], [
          { hashKey: index.partitionKey, name: index.name, projectionType: "ALL", rangeKey: index.sortKey },
        ]),
      ];
    },
    breaks: {
      provisioned: (graph) => edit(graph, "table", "TableTable", { billingMode: "PROVISIONED" }),
      "not restorable": (graph) => edit(graph, "table", "TableTable", { pointInTimeRecovery: { enabled: false } }),
      "no ttl": (graph) => edit(graph, "table", "TableTable", { ttl: undefined }),
      "no index": (graph) => edit(graph, "table", "TableTable", { globalSecondaryIndexes: [] }),
      "other keys": (graph) => edit(graph, "table", "TableTable", { rangeKey: "id" }),
    },
  },
  {
    states: "tokens and channels' secrets have a KMS key each, which rotates and can be had back for 30 days",
    check: (graph) => [
      ...is(
        "the keys",
        ofType(graph, "key")
          .map(({ name }) => name)
          .toSorted(),
        ["ChannelsKey", "TokensKey"],
      ),
      ...ofType(graph, "key").flatMap(({ name, inputs }) => [
        ...is(`${name}'s rotation`, inputs["enableKeyRotation"], true),
        ...is(`${name}'s deletion, in days`, inputs["deletionWindowInDays"], 30),
      ]),
    ],
    breaks: {
      "one for both": (graph) => remove(graph, "key", "ChannelsKey"),
      "no rotation": (graph) => edit(graph, "key", "TokensKey", { enableKeyRotation: false }),
      "gone in a week": (graph) => edit(graph, "key", "TokensKey", { deletionWindowInDays: 7 }),
    },
  },
  {
    states: "production is protected and outlives its removal, other stages leave nothing behind",
    check: (graph) => [
      ...is("the stage's protection", graph.app.protect, production(graph)),
      ...is("the stage's removal", graph.app.removal, production(graph) ? "retain" : "remove"),
      ...is(
        "the table's protection",
        ofType(graph, "table")[0]?.inputs["deletionProtectionEnabled"],
        production(graph),
      ),
      ...ofType(graph, "key").flatMap(({ name, protect, retainOnDelete }) => [
        ...is(`${name}'s protection`, protect, production(graph)),
        ...is(`that ${name} is retained`, retainOnDelete, production(graph)),
      ]),
    ],
    breaks: {
      "the stage": (graph) => (graph.app.protect = !graph.app.protect),
      "its removal": (graph) => (graph.app.removal = "retain-all"),
      "the table": (graph) => edit(graph, "table", "TableTable", { deletionProtectionEnabled: !production(graph) }),
      "a key": (graph) => (the(graph, "key", "TokensKey").protect = !production(graph)),
      "a key's retention": (graph) => (the(graph, "key", "TokensKey").retainOnDelete = !production(graph)),
    },
  },
  {
    states: "the API answers at every path, and no page of another site",
    check: (graph) => {
      const routes = read(graph, "route", z.object({ routeKey: z.string() }));
      const cors = z
        .record(z.string(), z.unknown())
        .nullish()
        .parse(ofType(graph, "api")[0]?.inputs["corsConfiguration"]);
      const api = read(graph, "function", Function).find(({ handler }) => handler === handlerOf("api"));
      const [integration] = read(graph, "integration", z.object({ integrationUri: z.string() }));
      return [
        ...is(
          "the routes",
          routes.map(({ routeKey }) => routeKey),
          ["$default"],
        ),
        ...unless(integration?.integrationUri.endsWith(api?.named ?? "?") === true, "the API leads elsewhere"),
        ...is("cors", cors ?? {}, {}),
      ];
    },
    breaks: {
      "another route": (graph) => edit(graph, "route", "ApiRoute", { routeKey: "GET /" }),
      "any site's pages": (graph) => edit(graph, "api", "ApiApi", { corsConfiguration: { allowOrigins: ["*"] } }),
      "another function": (graph) => edit(graph, "integration", "ApiRoute", { integrationUri: "deliver" }),
    },
  },
  {
    states:
      "somebody is told of dead letters, of what waits for too long, of lost connections, of failing functions, and of silence",
    check: (graph) => {
      const { stage } = graph.app;
      const own = (metric: MetricName, by: string) =>
        alarmsOn(graph, metric, { stage, function: by })
          .filter(({ namespace }) => namespace === metricNamespace)
          .map(({ threshold }) => threshold);
      const { alarms } = cloud;
      return [
        ...queueNames.flatMap((name) => {
          const dead = alarmsOn(graph, "ApproximateNumberOfMessagesVisible", {
            QueueName: queueName(graph, `${name}Dlq`),
          });
          const old = alarmsOn(graph, "ApproximateAgeOfOldestMessage", { QueueName: queueName(graph, name) });
          return [
            ...is(
              `how many dead letters of ${name} pass`,
              dead.map(({ threshold }) => threshold),
              [0],
            ),
            ...is(
              `how old ${name}'s may be`,
              old.map(({ threshold }) => threshold),
              [alarms.oldestMessageSeconds[name]],
            ),
          ];
        }),
        ...is("how old the outbox may be", own("OutboxAge", "fire-timers"), [alarms.outboxAgeMs]),
        ...is("how late what is due may be", own("DueLag", "fire-timers"), [alarms.dueLagMs]),
        ...["refresh-tokens", "poll-account", "write-trakt"].flatMap((by) =>
          is(`how many connections ${by} may lose`, own("RefreshFailures", by), [alarms.refreshFailuresPerHour]),
        ),
        ...functionNames.flatMap((name) => {
          const { name: FunctionName } = functionIn(graph, name);
          const watched = read(graph, "alarm", Alarm).filter(
            ({ metricQueries, alarmActions }) =>
              alarmActions.length > 0 &&
              metricQueries?.some(({ metric }) => metric?.dimensions["FunctionName"] === FunctionName),
          );
          return is(
            `how often ${name} may fail`,
            watched.map(({ threshold }) => threshold),
            [alarms.errorPercent],
          );
        }),
        ...unless(
          alarmsOn(graph, "Invocations", { FunctionName: functionIn(graph, "schedule").name }).some(
            ({ treatMissingData, comparisonOperator }) =>
              treatMissingData === "breaching" && comparisonOperator === "LessThanThreshold",
          ),
          "nobody hears when the scheduler stops",
        ),
      ];
    },
    breaks: {
      "a queue's dead letters": (graph) => remove(graph, "alarm", "DeliveriesDead"),
      "ten dead letters pass": (graph) => edit(graph, "alarm", "PollJobsDead", { threshold: 10 }),
      "a queue's age": (graph) => remove(graph, "alarm", "TraktWritesOld"),
      "the outbox": (graph) => remove(graph, "alarm", "OutboxOld"),
      "the due index, by another metric": (graph) => edit(graph, "alarm", "DueLate", { metricName: "Due" }),
      connections: (graph) => remove(graph, "alarm", "ConnectionsLostrefreshtokens"),
      "a function's errors": (graph) => remove(graph, "alarm", "Errorsapi"),
      "nobody is told": (graph) => edit(graph, "alarm", "OutboxOld", { alarmActions: [] }),
      "silence is well": (graph) => edit(graph, "alarm", "ScheduleStopped", { treatMissingData: "notBreaching" }),
    },
  },
];
