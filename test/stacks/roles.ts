import { functionNeeds, type FunctionName } from "../../functions/environment.ts";
import { queueNames } from "@showrunner/core/ports/queue.ts";
import * as z from "zod";
import type { Resources } from "../../stacks/permissions.ts";
import { type Graph, read } from "./graph.ts";

const account = "arn:aws";
export const Statement = z.object({
  effect: z.string(),
  actions: z.array(z.string()),
  resources: z.array(z.string()),
  conditions: z
    .array(z.object({ test: z.string(), variable: z.string(), values: z.array(z.string()) }))
    .nullish()
    .transform((conditions) => conditions ?? []),
});
export type Statement = z.infer<typeof Statement>;

const Function = z.object({ handler: z.string(), role: z.string(), timeout: z.number(), name: z.string() });
const Role = z.object({
  inlinePolicies: z.array(z.object({ policy: z.string() })).default([]),
  managedPolicyArns: z.array(z.string()).default([]),
  assumeRolePolicy: z.unknown(),
});

export const functionNames = z
  .array(z.custom<FunctionName>((name) => typeof name === "string" && name in functionNeeds))
  .parse(Object.keys(functionNeeds));

export const handlerOf = (name: FunctionName): string => `functions/${name}.handler`;
export const nameOfArn = (arn: string): string => arn.slice(arn.lastIndexOf(":") + 1).replace(/^.*\//, "");

/** A function of the graph by the name of its file; throws when there is none, or more than one. */
export function functionIn(graph: Graph, name: FunctionName): z.infer<typeof Function> & { named: string } {
  const found = read(graph, "function", Function).filter((one) => one.handler === handlerOf(name));
  if (found[0] === undefined || found.length > 1) throw new Error(`there are ${found.length} functions ${name}`);
  return found[0];
}

export function roleOf(graph: Graph, name: FunctionName): z.infer<typeof Role> {
  const { role } = functionIn(graph, name);
  const found = read(graph, "role", Role).find((one) => one.named === nameOfArn(role));
  if (found === undefined) throw new Error(`${name} has no role`);
  return found;
}

export function statementsIn(graph: Graph, name: FunctionName): Statement[] {
  return roleOf(graph, name).inlinePolicies.flatMap(({ policy }) => z.array(Statement).parse(JSON.parse(policy)));
}

/** The ARNs that the recorder gives. */
export function resourcesIn(graph: Graph): Resources<string> {
  const queue = (name: string): string => `${account}:sqs:eu-west-1:123456789012:${name}Queue`;
  const key = (name: string): string => `${account}:kms:eu-west-1:123456789012:key/${name}`;
  const table = `${account}:dynamodb:eu-west-1:123456789012:table/TableTable`;
  const [PollJobs = "", ChangeEvents = "", TraktWrites = "", Deliveries = ""] = queueNames;
  const all = (suffix: string) => ({
    PollJobs: queue(PollJobs + suffix),
    ChangeEvents: queue(ChangeEvents + suffix),
    TraktWrites: queue(TraktWrites + suffix),
    Deliveries: queue(Deliveries + suffix),
  });
  const [sender] = read(graph, "mail", z.object({ emailIdentity: z.string() })).map((one) => one.emailIdentity);
  const mail = ["MailIdentity", "MailConfig"].map((name) => `${account}:sesv2:eu-west-1:123456789012:${name}`);
  return {
    table,
    index: `${table}/index/gsi1`,
    queues: all(""),
    deadLetterQueues: all("Dlq"),
    keys: { tokens: key("TokensKey"), channels: key("ChannelsKey") },
    mail: sender === undefined ? [] : mail,
    sender,
  };
}

const matches = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .split("*")
      .map((part) => RegExp.escape(part))
      .join(".*")}$`,
    "i",
  ).test(text);

/** Whether IAM would let statements do an action; `partition` is the key that a call of DynamoDB names. */
export function allows(
  statements: readonly Statement[],
  action: string,
  resource: string,
  partition?: string,
): boolean {
  return statements.some(
    (one) =>
      one.effect.toLowerCase() === "allow" &&
      one.actions.some((pattern) => matches(pattern, action)) &&
      one.resources.some((pattern) => matches(pattern, resource)) &&
      one.conditions.every(
        ({ variable, values }) =>
          variable !== "dynamodb:LeadingKeys" ||
          partition === undefined ||
          values.some((value) => matches(value, partition)),
      ),
  );
}
