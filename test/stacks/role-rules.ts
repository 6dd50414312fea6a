import { channelKey, connectionKey, profileKey, wrappingKeyKey } from "@showrunner/core/keys.ts";
import { queueNames } from "@showrunner/core/ports/queue.ts";
import type { Purpose } from "@showrunner/core/ports/vault.ts";
import { functionNeeds, type FunctionName, type FunctionNeeds } from "../../functions/environment.ts";
import { permissions, statementsOf } from "../../stacks/permissions.ts";
import { type Graph, ofType } from "./graph.ts";
import { consumerOf } from "./queue-rules.ts";
import {
  allows,
  functionIn,
  functionNames,
  handlerOf,
  nameOfArn,
  resourcesIn,
  roleOf,
  type Statement,
  statementsIn,
} from "./roles.ts";
import { edit, is, type Rule, unless } from "./rule.ts";

/** What a consumer needs of its own queue; Lambda receives with its role. */
const receiving = [
  "sqs:ChangeMessageVisibility",
  "sqs:DeleteMessage",
  "sqs:GetQueueAttributes",
  "sqs:GetQueueUrl",
  "sqs:ReceiveMessage",
];
const reading = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"];
const writing = ["dynamodb:PutItem", "dynamodb:DeleteItem"];
const basicExecution = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

/** Who may open people's tokens. Rules do not: what a condition asks of the person, poll-account reads. */
const openTokens: FunctionName[] = ["poll-account", "write-trakt", "refresh-tokens", "api"];
const connection = connectionKey("acc_1").pk;

/** The same, in the same order, whoever wrote it. */
const canonical = (statements: readonly Statement[]): string[] =>
  statements
    .map(({ actions, resources, conditions }) =>
      JSON.stringify({
        actions: actions.toSorted(),
        resources: resources.toSorted(),
        conditions: conditions.map(({ test, variable, values }) => ({ test, variable, values: values.toSorted() })),
      }),
    )
    .toSorted();

const perFunction = (check: (name: FunctionName) => string[]): string[] => functionNames.flatMap(check);

/** Gives a function's role a further statement. */
function grant(graph: Graph, name: FunctionName, statement: Partial<Statement>): void {
  const more = { effect: "Allow", actions: [], resources: [], conditions: [], ...statement };
  const policy = JSON.stringify([...statementsIn(graph, name), more]);
  edit(graph, "role", nameOfArn(functionIn(graph, name).role), { inlinePolicies: [{ name: "inline", policy }] });
}

const purposes: readonly Purpose[] = ["tokens", "channels"];

function grantOnKeys(graph: Graph, name: FunctionName, action: string, partition: string): void {
  const condition = { test: "ForAllValues:StringLike", variable: "dynamodb:LeadingKeys", values: [partition] };
  grant(graph, name, { actions: [action], resources: [resourcesIn(graph).table], conditions: [condition] });
}

export const roleRules: Rule[] = [
  {
    states: "a role's statements are those of the table of permissions, and a consumer's of its own queue",
    check: (graph) =>
      perFunction((name) => {
        const on = resourcesIn(graph);
        const { receives } = permissions[name];
        const own =
          receives === undefined ? [] : [{ effect: "allow", actions: receiving, resources: [on.queues[receives]] }];
        const wanted = [...statementsOf(name, on), ...own].map((one) => ({ conditions: [], ...one }));
        return is(`what ${name} may do`, canonical(statementsIn(graph, name)), canonical(wanted));
      }),
    breaks: {
      "one may do more": (graph) =>
        grant(graph, "schedule", { actions: ["sqs:SendMessage"], resources: [resourcesIn(graph).queues.Deliveries] }),
      "one may do nothing": (graph) =>
        edit(graph, "role", nameOfArn(functionIn(graph, "deliver").role), { inlinePolicies: [] }),
    },
  },
  {
    states:
      "the deliverer reads neither connections nor opens what is sealed under the tokens' key, and sends to no queue",
    check: (graph) => {
      const may = statementsIn(graph, "deliver");
      const { table, keys, queues, deadLetterQueues } = resourcesIn(graph);
      return [
        ...[...reading, ...writing].flatMap((action) =>
          unless(!allows(may, action, table, connection), `the deliverer may do ${action} on connections`),
        ),
        ...unless(allows(may, "dynamodb:GetItem", table, channelKey("acc_1", "chn_1").pk), "it cannot read channels"),
        ...["kms:Decrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom"].flatMap((action) =>
          unless(!allows(may, action, keys.tokens), `the deliverer may do ${action} with the tokens' key`),
        ),
        ...queueNames.flatMap((queue) => [
          ...unless(!allows(may, "sqs:SendMessage", queues[queue]), `the deliverer may send to ${queue}`),
          ...unless(
            queue === "Deliveries" || !allows(may, "sqs:SendMessage", deadLetterQueues[queue]),
            `the deliverer may send to ${queue}Dlq`,
          ),
        ]),
        ...["TraktClientSecret", "TraktClientId", "OperatorPassword"].flatMap((secret) =>
          unless(!linksOf(graph, "deliver").includes(secret), `the deliverer is given ${secret}`),
        ),
      ];
    },
    breaks: {
      "it reads every partition": (graph) =>
        grant(graph, "deliver", { actions: ["dynamodb:GetItem"], resources: [resourcesIn(graph).table] }),
      "it opens tokens": (graph) =>
        grant(graph, "deliver", { actions: ["kms:Decrypt"], resources: [resourcesIn(graph).keys.tokens] }),
      "it may do all with keys": (graph) => grant(graph, "deliver", { actions: ["kms:*"], resources: ["*"] }),
      "it is given the app's secret": (graph) =>
        graph.builds
          .filter(({ handler }) => handler === handlerOf("deliver"))
          .forEach(({ links }) => links.push("TraktClientSecret")),
    },
  },
  {
    states: "only those who work at Trakt for a person may open tokens; the deliverer alone opens channels' secrets",
    check: (graph) => {
      const { tokens, channels } = resourcesIn(graph).keys;
      const who = (key: string): FunctionName[] =>
        functionNames.filter((name) => allows(statementsIn(graph, name), "kms:Decrypt", key));
      return [
        ...is("who may open tokens", who(tokens).toSorted(), openTokens.toSorted()),
        ...is("who may open channels' secrets", who(channels), ["deliver"]),
        ...perFunction((name) =>
          unless(
            allows(statementsIn(graph, name), "dynamodb:GetItem", resourcesIn(graph).table, connection) ===
              openTokens.includes(name),
            `${name} reads connections, or not, against its right to open them`,
          ),
        ),
      ];
    },
    breaks: {
      "timers may": (graph) =>
        grant(graph, "fire-timers", { actions: ["kms:Decrypt"], resources: [resourcesIn(graph).keys.tokens] }),
      "the API opens channels' secrets": (graph) =>
        grant(graph, "api", { actions: ["kms:Decrypt"], resources: [resourcesIn(graph).keys.channels] }),
      "the scheduler reads connections": (graph) =>
        grant(graph, "schedule", { actions: ["dynamodb:GetItem"], resources: [resourcesIn(graph).table] }),
    },
  },
  {
    states:
      "the keys that wrap accounts' keys are read by who may use them, written by who may have some made, deleted by nobody",
    check: (graph) => {
      const { table } = resourcesIn(graph);
      const who = (action: string, purpose: Purpose): FunctionName[] =>
        functionNames
          .filter((name) => allows(statementsIn(graph, name), action, table, wrappingKeyKey(purpose, "0").pk))
          .toSorted();
      return [
        ...is("who reads the tokens'", who("dynamodb:GetItem", "tokens"), openTokens.toSorted()),
        ...is("who reads the channels'", who("dynamodb:GetItem", "channels"), ["api", "deliver"]),
        ...is("who writes the tokens'", who("dynamodb:PutItem", "tokens"), openTokens.toSorted()),
        ...is("who writes the channels'", who("dynamodb:PutItem", "channels"), ["api"]),
        ...purposes.flatMap((purpose) => is(`who deletes the ${purpose}'`, who("dynamodb:DeleteItem", purpose), [])),
      ];
    },
    breaks: {
      "the deliverer reads the tokens'": (graph) => grantOnKeys(graph, "deliver", "dynamodb:GetItem", "KEYS#tokens"),
      "the scheduler reads any": (graph) => grantOnKeys(graph, "schedule", "dynamodb:GetItem", "KEYS#*"),
      "the deliverer writes the channels'": (graph) =>
        grantOnKeys(graph, "deliver", "dynamodb:PutItem", "KEYS#channels"),
      "timers delete them": (graph) => grantOnKeys(graph, "fire-timers", "dynamodb:DeleteItem", "KEYS#*"),
      "nobody reads them": (graph) =>
        edit(graph, "role", nameOfArn(functionIn(graph, "poll-account").role), { inlinePolicies: [] }),
    },
  },
  {
    states: "consumers receive from their own queue, and nobody else from any",
    check: (graph) =>
      perFunction((name) =>
        queueNames.flatMap((queue) => {
          const { queues, deadLetterQueues } = resourcesIn(graph);
          const may = statementsIn(graph, name);
          return [
            ...is(
              `that ${name} receives from ${queue}`,
              allows(may, "sqs:ReceiveMessage", queues[queue]) && allows(may, "sqs:DeleteMessage", queues[queue]),
              consumerOf[queue] === name,
            ),
            ...unless(!allows(may, "sqs:ReceiveMessage", deadLetterQueues[queue]), `${name} receives from ${queue}Dlq`),
          ];
        }),
      ),
    breaks: {
      "one receives from another's": (graph) =>
        grant(graph, "deliver", {
          actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage"],
          resources: [resourcesIn(graph).queues.TraktWrites],
        }),
      "one does all with all queues": (graph) => grant(graph, "api", { actions: ["sqs:*"], resources: ["*"] }),
    },
  },
  {
    states:
      "of the table everybody is given single items and partitions by name: no scan, no other call, nothing without its key",
    check: (graph) =>
      perFunction((name) =>
        statementsIn(graph, name)
          .filter(({ actions }) => actions.some((action) => action.startsWith("dynamodb:") || action === "*"))
          .flatMap(({ actions, conditions }) => [
            ...unless(
              actions.every((action) => [...reading, ...writing].includes(action)),
              `${name} may ${actions.join()}`,
            ),
            ...unless(
              conditions.some(({ test, variable, values }) => {
                const isOfKeys = test === "ForAllValues:StringLike" && variable === "dynamodb:LeadingKeys";
                return isOfKeys && values.length > 0 && !values.includes("*");
              }),
              `${name} may ${actions.join()} on every partition`,
            ),
          ]),
      ),
    breaks: {
      "a scan": (graph) => grant(graph, "api", { actions: ["dynamodb:Scan"], resources: [resourcesIn(graph).table] }),
      "every partition": (graph) =>
        grant(graph, "api", { actions: ["dynamodb:Query"], resources: [resourcesIn(graph).table] }),
    },
  },
  {
    states: "no right is for everything but X-Ray's, no further policy is attached, and only Lambda takes the roles",
    check: (graph) =>
      perFunction((name) => {
        const { managedPolicyArns, assumeRolePolicy } = roleOf(graph, name);
        const trust = JSON.stringify(assumeRolePolicy);
        return [
          ...statementsIn(graph, name).flatMap(({ actions, resources }) => [
            ...unless(!actions.some((action) => action.includes("*")), `${name} may ${actions.join()}`),
            ...unless(
              !resources.some((resource) => resource.includes("*")) || actions.every((one) => one.startsWith("xray:")),
              `${name} may ${actions.join()} on ${resources.join()}`,
            ),
          ]),
          ...is(`${name}'s managed policies`, managedPolicyArns, [basicExecution]),
          ...unless(
            trust.includes("lambda.amazonaws.com") && !trust.includes(":root"),
            `${name}'s role is taken by ${trust}`,
          ),
        ];
      }),
    breaks: {
      "SST's own link to the table": (graph) =>
        grant(graph, "poll-account", { actions: ["dynamodb:*"], resources: [resourcesIn(graph).table] }),
      "every key": (graph) => grant(graph, "poll-account", { actions: ["kms:Decrypt"], resources: ["*"] }),
      "an administrator": (graph) =>
        edit(graph, "role", nameOfArn(functionIn(graph, "api").role), {
          managedPolicyArns: [basicExecution, "arn:aws:iam::aws:policy/AdministratorAccess"],
        }),
      "SST's own trust in the account": (graph) =>
        edit(graph, "role", nameOfArn(functionIn(graph, "api").role), {
          assumeRolePolicy: "lambda.amazonaws.com arn:aws:iam::1:root",
        }),
    },
  },
  {
    states:
      "a function is linked to what it needs and to nothing else, and the Trakt app's secret only to who talks to Trakt",
    check: (graph) =>
      perFunction((name) => {
        const needs: FunctionNeeds = functionNeeds[name];
        const links = linksOf(graph, name);
        const { trakt, sends, receives } = permissions[name];
        const sendsTo = [...sends, ...(receives === undefined ? [] : [`${receives}Dlq`])];
        return [
          ...is(`what ${name} is linked to`, links.toSorted(), needs.links.toSorted()),
          ...is(`that ${name} has the app's secret`, links.includes("TraktClientSecret"), trakt !== "no"),
          ...is(`that ${name} has the operator's password`, links.includes("OperatorPassword"), name === "api"),
          ...sendsTo.flatMap((queue) =>
            unless(links.includes(queue), `${name} may send to ${queue}, and is not linked to it`),
          ),
        ];
      }),
    breaks: {
      "one is not linked to its table": (graph) =>
        graph.builds
          .filter(({ handler }) => handler === handlerOf("schedule"))
          .forEach((build) => (build.links = ["PollJobs"])),
      "all are linked to all": (graph) => graph.builds.forEach(({ links }) => links.push("TraktClientSecret")),
    },
  },
  {
    states: "e-mail is sent by the deliverer alone",
    check: (graph) => {
      const { mail } = resourcesIn(graph);
      return [
        ...perFunction((name) => {
          const sends = statementsIn(graph, name).some(({ actions }) => actions.some((one) => /^(ses|\*)/i.test(one)));
          return is(`that ${name} sends e-mail`, sends, name === "deliver" && mail.length > 0);
        }),
        ...unless(ofType(graph, "mail").length <= 1, "there are several senders"),
      ];
    },
    breaks: {
      "another may": (graph) =>
        grant(graph, "api", { actions: ["ses:SendEmail"], resources: ["arn:aws:ses:::identity/a"] }),
    },
  },
  {
    states: "people's records are read by all who work for them",
    check: (graph) =>
      functionNames
        .filter((name) => !["schedule", "read-shared-calendars"].includes(name))
        .flatMap((name) =>
          unless(
            allows(statementsIn(graph, name), "dynamodb:GetItem", resourcesIn(graph).table, profileKey("acc_1").pk),
            `${name} cannot read accounts`,
          ),
        ),
    breaks: {
      "one may not": (graph) =>
        edit(graph, "role", nameOfArn(functionIn(graph, "fire-timers").role), { inlinePolicies: [] }),
    },
  },
];

function linksOf(graph: Graph, name: FunctionName): string[] {
  return graph.builds.find(({ handler }) => handler === handlerOf(name))?.links ?? [];
}
