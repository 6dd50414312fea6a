import type { LogEntry } from "@showrunner/core/log.ts";
import type { Print } from "./log.ts";

/** Where CloudWatch keeps them. */
export const metricNamespace = "Showrunner";

/** Every metric, and its unit. Each is there by function, and the stage's alarms go by these names. */
export const metricUnits = {
  /** Accounts polled. */
  Polls: "Count",
  /** Change events found. */
  Changes: "Count",
  /** Rules evaluated on an event. */
  Runs: "Count",
  /** Actions done. */
  Actions: "Count",
  /** Polls, actions and messages that failed, to be tried again or not. */
  Failures: "Count",
  /** Messages that went to a dead-letter queue at once, since no retry could help them. */
  Poison: "Count",
  /** Connections that need their person, and tokens that could not be looked after. */
  RefreshFailures: "Count",
  /** How long a message was on its way to its function. */
  Lag: "Milliseconds",
  /** How long the oldest event has waited to be sent, and the most overdue timer or action to be seen to. */
  OutboxAge: "Milliseconds",
  DueLag: "Milliseconds",
} as const;
export type MetricName = keyof typeof metricUnits;

export interface Metrics {
  add(name: MetricName, value: number): void;
  /** Counts what a service tells. */
  count(entry: LogEntry): void;
  /** Prints what was measured since the last time, if anything was. */
  flush(dimensions: Record<string, string>, now: number): void;
}

/**
 * Measures, printed in CloudWatch's embedded metric format: a log line that CloudWatch makes metrics of, without a call.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function createMetrics(print: Print): Metrics {
  let measured = new Map<MetricName, number[]>();
  const add = (name: MetricName, value: number): void => {
    const values = measured.get(name) ?? [];
    measured.set(name, values);
    // Counts are summed here. Other values are kept one by one, for percentiles, as many as a line may hold.
    if (metricUnits[name] === "Count") values[0] = (values[0] ?? 0) + value;
    else if (values.length < valuesInLine) values.push(value);
  };
  return {
    add,
    count: (entry) => {
      for (const [name, value] of countsOf(entry)) add(name, value);
    },
    flush: (dimensions, now) => {
      if (measured.size === 0) return;
      const values = Object.fromEntries(measured);
      measured = new Map();
      const metrics = Object.entries(metricUnits)
        .filter(([name]) => name in values)
        .map(([Name, Unit]) => ({ Name, Unit }));
      const directive = { Namespace: metricNamespace, Dimensions: [Object.keys(dimensions)], Metrics: metrics };
      print(JSON.stringify({ _aws: { Timestamp: now, CloudWatchMetrics: [directive] }, ...dimensions, ...values }));
    },
  };
}

/** The format's own limit on the values of a metric in one line. */
const valuesInLine = 100;

function countsOf(entry: LogEntry): [MetricName, number][] {
  switch (entry.kind) {
    case "polled":
      return [["Polls", 1]];
    case "event":
      return [["Changes", 1]];
    case "run":
      return entry.outcome === "failed"
        ? [
            ["Runs", 1],
            ["Failures", 1],
          ]
        : [["Runs", 1]];
    case "action":
      if (entry.state === "waiting") return [];
      return entry.state === "done" ? [["Actions", 1]] : [["Failures", 1]];
    case "connection":
      return entry.state === "needs_reconnect" ? [["RefreshFailures", 1]] : [];
    case "poll.failed":
      return [["Failures", 1]];
    case "defect":
      return entry.where === "refresh-due"
        ? [
            ["Failures", 1],
            ["RefreshFailures", 1],
          ]
        : [["Failures", 1]];
    case "scheduled":
    case "poll.skipped":
    case "swept":
    case "refused":
      return [];
  }
}
