import { ActionRequest } from "@showrunner/core/actions.ts";
import { catalogue } from "@showrunner/core/events/catalogue.ts";
import { type QueueName, queueNames } from "@showrunner/core/ports/queue.ts";
import * as z from "zod";
import type { FunctionName } from "../../functions/environment.ts";
import { cloud, queues as topology, schedulesSeconds, timing } from "../../stacks/topology.ts";
import { type Graph, ofType, read } from "./graph.ts";
import { allows, functionIn, functionNames, nameOfArn, resourcesIn, statementsIn } from "./roles.ts";
import { edit, is, remove, type Rule, unless } from "./rule.ts";

const daySeconds = 24 * 3600;
const Queue = z.object({
  visibilityTimeoutSeconds: z.number(),
  messageRetentionSeconds: z.number().default(4 * daySeconds),
  redrivePolicy: z.string().optional(),
});
const Redrive = z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number() });
const Mapping = z.object({
  batchSize: z.number(),
  eventSourceArn: z.string(),
  functionName: z.string(),
  functionResponseTypes: z.array(z.string()).default([]),
  maximumBatchingWindowInSeconds: z.number().default(0),
  scalingConfig: z.object({ maximumConcurrency: z.number() }).optional(),
});
const Schedule = z.object({
  scheduleExpression: z.string(),
  state: z.string(),
  target: z.object({
    arn: z.string(),
    retryPolicy: z.object({ maximumRetryAttempts: z.number(), maximumEventAgeInSeconds: z.number().optional() }),
  }),
});

export const consumerOf: Record<QueueName, FunctionName> = {
  PollJobs: "poll-account",
  ChangeEvents: "apply-rules",
  TraktWrites: "write-trakt",
  Deliveries: "deliver",
};

const ticks: [FunctionName, number][] = [
  ["schedule", schedulesSeconds.schedule],
  ["fire-timers", schedulesSeconds.fireTimers],
  ["fire-timers", schedulesSeconds.sweep],
  ["refresh-tokens", schedulesSeconds.refreshTokens],
  ["read-shared-calendars", schedulesSeconds.readShared],
];

/** Who finds the events of each family of the catalogue; what who applies rules finds, the sweeper sends. */
const finders: Record<string, FunctionName[]> = {
  watching: ["poll-account"],
  lists: ["poll-account"],
  "life cycle": ["poll-account"],
  people: ["poll-account", "write-trakt"],
  calendar: ["poll-account", "fire-timers"],
  time: ["poll-account", "fire-timers"],
  outside: ["api"],
  health: ["poll-account", "write-trakt", "fire-timers", "refresh-tokens", "api"],
};

const queueOf = (graph: Graph, name: string) => read(graph, "queue", Queue).find((one) => one.named === `${name}Queue`);
const mappingsOf = (graph: Graph, name: QueueName) =>
  read(graph, "mapping", Mapping).filter((one) => one.eventSourceArn === resourcesIn(graph).queues[name]);
/** The name that SST gives a queue's mapping begins so. */
const mappingName = (name: QueueName): string => `${name}Subscriber`;

const seconds = (expression: string): number => Number(/^rate\((\d+) minutes?\)$/.exec(expression)?.[1]) * 60;

const perQueue = (check: (name: QueueName) => string[]): string[] => queueNames.flatMap(check);

export const queueRules: Rule[] = [
  {
    states: "there are the topology's queues with their dead-letter queues, and no others",
    check: (graph) =>
      is(
        "the queues",
        ofType(graph, "queue")
          .map((one) => one.name)
          .toSorted(),
        queueNames.flatMap((name) => [`${name}DlqQueue`, `${name}Queue`]).toSorted(),
      ),
    breaks: {
      "a queue is gone": (graph) => remove(graph, "queue", "TraktWritesQueue"),
      "there is a further queue": (graph) =>
        graph.resources.push(
          ...ofType(graph, "queue")
            .slice(0, 1)
            .map((one) => ({ ...one, name: "MoreQueue" })),
        ),
    },
  },
  {
    states:
      "a message that was received as often as the topology says, five times or more, goes to its own dead letters",
    check: (graph) =>
      perQueue((name) => {
        const policy = Redrive.safeParse(JSON.parse(queueOf(graph, name)?.redrivePolicy ?? "null"));
        if (!policy.success) return [`${name} has no dead-letter queue`];
        const { deadLetterTargetArn, maxReceiveCount } = policy.data;
        return [
          ...is(`${name}'s maxReceiveCount`, maxReceiveCount, topology[name].maxReceiveCount),
          ...unless(maxReceiveCount >= 5, `${name} gives up after ${maxReceiveCount} receives`),
          ...is(`${name}'s dead-letter queue`, deadLetterTargetArn, resourcesIn(graph).deadLetterQueues[name]),
        ];
      }),
    breaks: {
      "a queue has none": (graph) => edit(graph, "queue", "PollJobsQueue", { redrivePolicy: undefined }),
      "one receive is enough": (graph) => redrive(graph, "Deliveries", "Deliveries", 1),
      "another queue's is meant": (graph) =>
        redrive(graph, "Deliveries", "PollJobs", topology.Deliveries.maxReceiveCount),
    },
  },
  {
    states: "dead letters are kept for 14 days, longer than messages wait in their queue",
    check: (graph) =>
      perQueue((name) => {
        const dead = queueOf(graph, `${name}Dlq`)?.messageRetentionSeconds ?? 0;
        const waiting = queueOf(graph, name)?.messageRetentionSeconds ?? 0;
        return [
          ...is(`${name}Dlq's retention`, dead, cloud.deadLetterRetentionDays * daySeconds),
          ...is("the topology's retention of dead letters, in days", cloud.deadLetterRetentionDays, 14),
          ...unless(waiting < dead, `${name}'s messages may die with their dead letters`),
        ];
      }),
    breaks: {
      "four days only": (graph) =>
        edit(graph, "queue", "PollJobsDlqQueue", { messageRetentionSeconds: 4 * daySeconds }),
      "messages wait as long": (graph) =>
        edit(graph, "queue", "PollJobsQueue", { messageRetentionSeconds: 14 * daySeconds }),
    },
  },
  {
    states: "a message is hidden for the topology's time, six times its function's limit or longer",
    check: (graph) =>
      perQueue((name) => {
        const { timeout } = functionIn(graph, consumerOf[name]);
        const hidden = queueOf(graph, name)?.visibilityTimeoutSeconds ?? 0;
        return [
          ...is(`${name}'s visibility`, hidden, topology[name].visibilityTimeoutSeconds),
          ...is(`the time limit of ${consumerOf[name]}`, timeout, topology[name].timeoutSeconds),
          ...unless(hidden >= 6 * timeout, `${name} hides messages for ${hidden} s only`),
          ...unless(timing.leaseMs > timeout * 1000, `a lease ends while ${consumerOf[name]} may still be at work`),
        ];
      }),
    breaks: {
      "SST's own 30 s": (graph) => edit(graph, "queue", "PollJobsQueue", { visibilityTimeoutSeconds: 30 }),
      "a function takes longer": (graph) => edit(graph, "function", "DeliveriesSubscriber", { timeout: 61 }),
    },
  },
  {
    states: "every queue has one consumer, the function that the picture says",
    check: (graph) =>
      perQueue((name) => {
        const [mapping, ...more] = mappingsOf(graph, name);
        if (mapping === undefined) return [`nothing consumes ${name}`];
        const wanted = functionIn(graph, consumerOf[name]).named;
        return [
          ...unless(more.length === 0, `${name} has several consumers`),
          ...is(`${name}'s consumer`, nameOfArn(mapping.functionName), wanted),
        ];
      }),
    breaks: {
      "a queue has none": (graph) => remove(graph, "mapping", mappingName("ChangeEvents")),
      "it is another function": (graph) =>
        edit(graph, "mapping", mappingName("TraktWrites"), { functionName: functionIn(graph, "deliver").named }),
    },
  },
  {
    states: "a batch is as the topology says, and of it only what failed comes again",
    check: (graph) =>
      perQueue((name) =>
        mappingsOf(graph, name).flatMap((mapping) => [
          ...is(`${name}'s batch`, mapping.batchSize, topology[name].batchSize),
          ...is(`${name}'s kinds of answer`, mapping.functionResponseTypes, ["ReportBatchItemFailures"]),
          ...unless(
            mapping.batchSize <= 10 || mapping.maximumBatchingWindowInSeconds >= 1,
            `SQS gives ${name} no batch of ${mapping.batchSize} without a window`,
          ),
        ]),
      ),
    breaks: {
      "partial responses are off": (graph) =>
        edit(graph, "mapping", mappingName("Deliveries"), { functionResponseTypes: [] }),
      "another batch": (graph) => edit(graph, "mapping", mappingName("PollJobs"), { batchSize: 10 }),
      "no window": (graph) => edit(graph, "mapping", mappingName("Deliveries"), { maximumBatchingWindowInSeconds: 0 }),
    },
  },
  {
    states: "each source has the topology's maximum concurrency, and no function has its share of the account reserved",
    check: (graph) => [
      ...perQueue((name) =>
        mappingsOf(graph, name).flatMap(({ scalingConfig }) => [
          ...is(`${name}'s concurrency`, scalingConfig?.maximumConcurrency, topology[name].concurrency),
          // AWS: 2 to 1,000.
          ...unless((scalingConfig?.maximumConcurrency ?? 0) >= 2, `AWS takes no concurrency below 2 for ${name}`),
        ]),
      ),
      ...ofType(graph, "function").flatMap((one) =>
        unless(one.inputs["reservedConcurrentExecutions"] === undefined, `${one.name} has concurrency reserved`),
      ),
    ],
    breaks: {
      "none is set": (graph) => edit(graph, "mapping", mappingName("TraktWrites"), { scalingConfig: undefined }),
      "it is reserved": (graph) =>
        edit(graph, "function", "TraktWritesSubscriber", { reservedConcurrentExecutions: 4 }),
    },
  },
  {
    states: "what runs by the clock is called as often as the topology says, with retries, by nothing else",
    check: (graph) => {
      const schedules = read(graph, "schedule", Schedule);
      return [
        ...is("the number of schedules", schedules.length, new Set(ticks.map(([name]) => name)).size),
        ...ticks.flatMap(([name, period]) => {
          const called = schedules.filter(({ target }) => nameOfArn(target.arn) === functionIn(graph, name).named);
          if (called[0] === undefined) return [`nothing calls ${name}`];
          const { scheduleExpression, state, target } = called[0];
          return [
            ...is(`${name}'s period`, seconds(scheduleExpression), period),
            ...is(`${name}'s schedule`, state, "ENABLED"),
            ...is(`${name}'s retries`, target.retryPolicy.maximumRetryAttempts, cloud.tickRetries),
            ...unless(cloud.tickRetries > 0, "a tick is never tried again"),
            ...is(`${name}'s ticks' age`, target.retryPolicy.maximumEventAgeInSeconds, cloud.tickMaxAgeSeconds),
          ];
        }),
        ...unless(
          ofType(graph, "invokeConfig").every(
            ({ inputs }) => inputs["maximumEventAgeInSeconds"] === cloud.tickMaxAgeSeconds,
          ),
          "Lambda keeps ticks for longer than they are of use",
        ),
      ];
    },
    breaks: {
      "one is not called": (graph) => remove(graph, "schedule", "RefreshTokensSchedule"),
      "one is called more rarely": (graph) =>
        edit(graph, "schedule", "FireTimersSchedule", { scheduleExpression: "rate(5 minutes)" }),
      "one is switched off": (graph) => edit(graph, "schedule", "ScheduleSchedule", { state: "DISABLED" }),
      "SST's own retries, none": (graph) =>
        edit(graph, "schedule", "ScheduleSchedule", {
          target: { arn: functionIn(graph, "schedule").named, retryPolicy: { maximumRetryAttempts: 0 } },
        }),
      "old ticks are kept": (graph) =>
        edit(graph, "invokeConfig", "ScheduleHandler", { maximumEventAgeInSeconds: undefined }),
    },
  },
  {
    states: "every event type and every action has a way: who finds it may send it to the queue that is consumed",
    check: (graph) => {
      const { queues } = resourcesIn(graph);
      const may = (name: FunctionName, queue: QueueName): string[] =>
        unless(allows(statementsIn(graph, name), "sqs:SendMessage", queues[queue]), `${name} cannot send to ${queue}`);
      const events = catalogue.flatMap(({ type, family }) => {
        const found = finders[family];
        return found === undefined
          ? [`nobody is known to find ${type} of the family ${family}`]
          : found.flatMap((name) => may(name, "ChangeEvents"));
      });
      const verbs = ActionRequest.options.map((option) => option.shape.do.value);
      const actions = verbs.flatMap((verb) =>
        ["notify", "webhook"].includes(verb) ? may("apply-rules", "Deliveries") : may("apply-rules", "TraktWrites"),
      );
      const sweeper = (["ChangeEvents", "TraktWrites", "Deliveries"] as const).flatMap((queue) =>
        may("fire-timers", queue),
      );
      return [...new Set([...events, ...actions, ...sweeper, ...may("schedule", "PollJobs")])];
    },
    breaks: Object.fromEntries(
      functionNames
        .filter((name) => ["schedule", "poll-account", "apply-rules", "fire-timers", "refresh-tokens"].includes(name))
        .map((name) => [
          `${name} may send nothing`,
          (graph: Graph) => edit(graph, "role", roleName(graph, name), { inlinePolicies: [] }),
        ]),
    ),
  },
];

const roleName = (graph: Graph, name: FunctionName): string => nameOfArn(functionIn(graph, name).role);

function redrive(graph: Graph, name: QueueName, to: QueueName, maxReceiveCount: number): void {
  const deadLetterTargetArn = resourcesIn(graph).deadLetterQueues[to];
  edit(graph, "queue", `${name}Queue`, { redrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount }) });
}
