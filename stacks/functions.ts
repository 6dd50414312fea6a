import {
  functionNeeds,
  type FunctionName,
  type LinkName,
  type OptionalVariableName,
} from "../functions/environment.ts";
import { email, mailFrom } from "./email.ts";
import { type Resources, statementsOf } from "./permissions.ts";
import { queues } from "./queues.ts";
import { keys, secrets } from "./secrets.ts";
import { url } from "./site.ts";
import { readStage } from "./stage.ts";
import { indexArn, table } from "./storage.ts";
import { cloud } from "./topology.ts";

const links: Record<LinkName, object> = {
  Table: table,
  PollJobs: queues.PollJobs.queue,
  ChangeEvents: queues.ChangeEvents.queue,
  TraktWrites: queues.TraktWrites.queue,
  Deliveries: queues.Deliveries.queue,
  PollJobsDlq: queues.PollJobs.deadLetters,
  ChangeEventsDlq: queues.ChangeEvents.deadLetters,
  TraktWritesDlq: queues.TraktWrites.deadLetters,
  DeliveriesDlq: queues.Deliveries.deadLetters,
  ...secrets,
};

const variables = { TOKENS_KEY_ID: keys.tokens.arn, CHANNELS_KEY_ID: keys.channels.arn };

/** What some stages have and others not. */
const optional: Partial<Record<FunctionName, Partial<Record<OptionalVariableName, $util.Input<string>>>>> = {
  // Where Trakt sends people back to: the site's address, not API Gateway's.
  api: { API_ORIGIN: url, ...readStage().house },
  // Whoever is asked for a yes gets a link to the site.
  "apply-rules": { API_ORIGIN: url },
  deliver: mailFrom === undefined ? {} : { MAIL_FROM: mailFrom },
};

const resources: Resources<$util.Output<string>> = {
  table: table.arn,
  index: indexArn,
  queues: {
    PollJobs: queues.PollJobs.queue.arn,
    ChangeEvents: queues.ChangeEvents.queue.arn,
    TraktWrites: queues.TraktWrites.queue.arn,
    Deliveries: queues.Deliveries.queue.arn,
  },
  deadLetterQueues: {
    PollJobs: queues.PollJobs.deadLetters.arn,
    ChangeEvents: queues.ChangeEvents.deadLetters.arn,
    TraktWrites: queues.TraktWrites.deadLetters.arn,
    Deliveries: queues.Deliveries.deadLetters.arn,
  },
  keys: { tokens: keys.tokens.arn, channels: keys.channels.arn },
  mail: email === null ? [] : [email.nodes.identity.arn, email.nodes.configurationSet.arn],
  sender: mailFrom,
};

const byLambda = aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" });

/** A function as every one of them is: linked to what it needs, with the rights of the table and no others. */
export function functionOf(name: FunctionName, timeoutSeconds: number) {
  const needs = functionNeeds[name];
  return {
    handler: `functions/${name}.handler`,
    runtime: "nodejs24.x",
    // What is loaded later lies in files of its own, which a cold start need not read.
    nodejs: { splitting: true },
    architecture: "arm64",
    memory: `${cloud.memoryMb} MB`,
    timeout: `${timeoutSeconds} seconds`,
    link: needs.links.map((link) => links[link]),
    environment: {
      ...Object.fromEntries(needs.variables.map((variable) => [variable, variables[variable]])),
      ...optional[name],
    },
    permissions: statementsOf(name, resources),
    logging: { retention: cloud.logRetention },
    transform: {
      function: { tracingConfig: { mode: "Active" } },
      // SST lets the whole account take the role, which only `sst dev` has a use for.
      ...($dev ? {} : { role: { assumeRolePolicy: byLambda } }),
    },
  } satisfies sst.aws.FunctionArgs;
}
