import { queueNames } from "@showrunner/core/ports/queue.ts";
import * as z from "zod";
import type { Architecture } from "../../tools/architecture-docs.ts";
import { type Graph, read } from "./graph.ts";
import { allows, functionIn, functionNames, nameOfArn, resourcesIn, statementsIn } from "./roles.ts";

const Mapping = z.object({
  batchSize: z.number(),
  eventSourceArn: z.string(),
  functionName: z.string(),
  scalingConfig: z.object({ maximumConcurrency: z.number() }),
});
const Schedule = z.object({ scheduleExpression: z.string(), target: z.object({ arn: z.string() }) });

/** What the README says of the functions, as a stage's graph has it. */
export function architectureOf(graph: Graph): Architecture {
  const { queues, keys, table } = resourcesIn(graph);
  return functionNames.map((name) => {
    const { named, timeout } = functionIn(graph, name);
    const may = statementsIn(graph, name);
    const mapping = read(graph, "mapping", Mapping).find((one) => nameOfArn(one.functionName) === named);
    const schedule = read(graph, "schedule", Schedule).find(({ target }) => nameOfArn(target.arn) === named);
    return {
      function: name,
      calledBy:
        mapping !== undefined
          ? queueNames.filter((queue) => queues[queue] === mapping.eventSourceArn).join()
          : (schedule?.scheduleExpression ?? "HTTP"),
      ...(mapping === undefined
        ? {}
        : { batch: mapping.batchSize, concurrency: mapping.scalingConfig.maximumConcurrency }),
      timeoutSeconds: timeout,
      sendsTo: queueNames.filter((queue) => allows(may, "sqs:SendMessage", queues[queue])).join(", "),
      connections: allows(may, "dynamodb:GetItem", table, "CONNECTION#acc_1"),
      opens: (["tokens", "channels"] as const)
        .filter((purpose) => allows(may, "kms:Decrypt", keys[purpose]))
        .join(", "),
    };
  });
}
