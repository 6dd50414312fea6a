import { queueNames } from "@showrunner/core/ports/queue.ts";
import { metricNamespace, type MetricName } from "../functions/metrics.ts";
import type { FunctionName } from "../functions/environment.ts";
import { api } from "./api.ts";
import { consumers } from "./consumers.ts";
import { permissions } from "./permissions.ts";
import { queues } from "./queues.ts";
import { schedules } from "./schedules.ts";
import { readStage } from "./stage.ts";
import { cloud } from "./topology.ts";

const { alarmEmail } = readStage();
const limits = cloud.alarms;

/** Whoever wants to hear of alarms subscribes here. */
const topic = new sst.aws.SnsTopic("Alarms");
if (alarmEmail !== undefined)
  new aws.sns.TopicSubscription("AlarmsByEmail", { topic: topic.arn, protocol: "email", endpoint: alarmEmail });

/** Nobody would be polled, and nothing else would say so. */
for (const { name, function: fn } of schedules.filter(({ name }) => name === "schedule"))
  new aws.cloudwatch.MetricAlarm("ScheduleStopped", {
    alarmDescription: `The function ${name} is not called any more. docs/operate.md`,
    namespace: "AWS/Lambda",
    metricName: "Invocations",
    dimensions: { FunctionName: fn.name },
    statistic: "Sum",
    comparisonOperator: "LessThanThreshold",
    threshold: 1,
    period: 300,
    evaluationPeriods: 3,
    treatMissingData: "breaching",
    alarmActions: [topic.arn],
    okActions: [topic.arn],
  });

type Watched = Pick<
  aws.cloudwatch.MetricAlarmArgs,
  "alarmDescription" | "threshold" | "metricName" | "namespace" | "dimensions" | "statistic" | "metricQueries"
> & { periodSeconds: number; periods?: number; comparison?: "GreaterThanThreshold" | "GreaterThanOrEqualToThreshold" };

function alarm(name: string, { periodSeconds, periods = 1, comparison, ...watched }: Watched): void {
  new aws.cloudwatch.MetricAlarm(name, {
    ...watched,
    ...(watched.metricQueries === undefined ? { period: periodSeconds } : {}),
    comparisonOperator: comparison ?? "GreaterThanThreshold",
    evaluationPeriods: periods,
    // Nothing measured is nothing wrong: what stopped altogether is told by the age of what waits.
    treatMissingData: "notBreaching",
    alarmActions: [topic.arn],
    okActions: [topic.arn],
  });
}

for (const name of queueNames) {
  const { queue, deadLetters } = queues[name];
  alarm(`${name}Dead`, {
    alarmDescription: `Messages of ${name} went to its dead-letter queue. docs/operate.md`,
    namespace: "AWS/SQS",
    metricName: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: deadLetters.nodes.queue.name },
    statistic: "Maximum",
    threshold: 0,
    periodSeconds: 60,
  });
  alarm(`${name}Old`, {
    alarmDescription: `The oldest message of ${name} waits for too long. docs/operate.md`,
    namespace: "AWS/SQS",
    metricName: "ApproximateAgeOfOldestMessage",
    dimensions: { QueueName: queue.nodes.queue.name },
    statistic: "Maximum",
    threshold: limits.oldestMessageSeconds[name],
    periodSeconds: 60,
    periods: 3,
  });
}

/** Whoever uses a person's token renews it first when that is due. */
const renews = (name: FunctionName): boolean => permissions[name].keys.tokens?.includes("open") === true;

/** Showrunner's own metrics, which its functions print. */
function ownAlarm(
  name: string,
  metricName: MetricName,
  by: string,
  watched: Pick<Watched, "alarmDescription" | "statistic" | "threshold" | "periodSeconds">,
): void {
  alarm(name, {
    ...watched,
    namespace: metricNamespace,
    metricName,
    dimensions: { stage: $app.stage, function: by },
  });
}

ownAlarm("OutboxOld", "OutboxAge", "fire-timers", {
  alarmDescription: "An event waits in the outbox for too long. docs/operate.md",
  statistic: "Maximum",
  threshold: limits.outboxAgeMs,
  periodSeconds: 300,
});
ownAlarm("DueLate", "DueLag", "fire-timers", {
  alarmDescription: "Timers or retries that fell due are not seen to. docs/operate.md",
  statistic: "Maximum",
  threshold: limits.dueLagMs,
  periodSeconds: 300,
});
for (const { name: by } of [...consumers, ...schedules].filter(({ name }) => renews(name)))
  ownAlarm(`ConnectionsLost${by.replaceAll("-", "")}`, "RefreshFailures", by, {
    alarmDescription: "Tokens of several people could not be renewed within an hour. docs/operate.md",
    statistic: "Sum",
    threshold: limits.refreshFailuresPerHour,
    periodSeconds: 3600,
  });

for (const { name, function: fn } of [...consumers, ...schedules, api]) {
  const dimensions = { FunctionName: fn.name };
  const of = (id: string, metricName: string) => ({
    id,
    metric: { namespace: "AWS/Lambda", metricName, dimensions, stat: "Sum", period: 300 },
  });
  alarm(`Errors${name.replaceAll("-", "")}`, {
    alarmDescription: `The function ${name} fails too often. docs/operate.md`,
    metricQueries: [
      of("errors", "Errors"),
      of("invocations", "Invocations"),
      {
        id: "percent",
        expression: "100 * errors / invocations",
        label: "failed invocations, in percent",
        returnData: true,
      },
    ],
    threshold: limits.errorPercent,
    periodSeconds: 300,
    periods: 3,
  });
}
