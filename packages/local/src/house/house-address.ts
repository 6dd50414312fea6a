import { readFileSync } from "node:fs";
import { messageOf, Problem } from "@showrunner/core/errors.ts";
import { queueNames, type QueueName } from "@showrunner/core/ports/queue.ts";
import * as z from "zod";

/** Where a Showrunner keeps things: this machine's data folder, or a stage's table on DynamoDB. */
export type HouseAddress = { kind: "here" } | StageAddress;

export interface StageAddress {
  kind: "stage";
  table: string;
  /** AWS's usual sources say it where it is left out. */
  region?: string;
  /** Where DynamoDB, SQS and KMS answer, when not at AWS. */
  endpoint?: string;
  /** KMS keys, by id or ARN, without which nothing sealed can be opened. */
  tokensKey?: string;
  channelsKey?: string;
  /** The queues' addresses, where they are known. */
  queues?: Partial<Record<QueueName, string>>;
  deadLetters?: Partial<Record<QueueName, string>>;
}

const usualOutputs = ".sst/outputs.json";
const urls = z.partialRecord(z.enum(queueNames), z.url());

/** What a deployment leaves in `.sst/outputs.json`, as far as it is used: see stacks/outputs.ts. */
const Outputs = z.object({
  table: z.string().min(1),
  region: z.string().min(1),
  tokensKey: z.string().min(1),
  channelsKey: z.string().min(1),
  queues: urls,
  deadLetters: urls,
});

const parameters = ["endpoint", "tokens-key", "channels-key"];

/**
 * Reads where a house is: `here`, `dynamodb:TABLE[@REGION][?endpoint=URL&tokens-key=ID&channels-key=ID]`, or `stage[:FILE]`, the file
 * being what `sst deploy` wrote. Throws Problem `house.address`.
 */
export function houseAddress(text: string): HouseAddress {
  if (text === "here") return { kind: "here" };
  if (text === "stage" || text.startsWith("stage:")) return stageOf(text.slice("stage:".length) || usualOutputs);
  const [, table, region, query = ""] = /^dynamodb:([\w.-]{3,255})(?:@([a-z0-9-]+))?(?:\?(.*))?$/.exec(text) ?? [];
  const said = new URLSearchParams(query);
  const unknown = [...said.keys()].find((name) => !parameters.includes(name));
  if (table === undefined || unknown !== undefined)
    throw new Problem({
      code: "house.address",
      message:
        unknown === undefined
          ? `"${text}" is not where a Showrunner could be`
          : `"${unknown}" is nothing that can be said of a table`,
      hint: "Write dynamodb:TABLE, dynamodb:TABLE@eu-west-1?tokens-key=…&channels-key=…, or stage:.sst/outputs.json.",
    });
  const [endpoint, tokensKey, channelsKey] = parameters.map((name) => said.get(name) ?? undefined);
  return {
    kind: "stage",
    table,
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(tokensKey === undefined ? {} : { tokensKey }),
    ...(channelsKey === undefined ? {} : { channelsKey }),
  };
}

function stageOf(path: string): StageAddress {
  const problem = (what: string, cause?: unknown): Problem =>
    new Problem({
      code: "house.address",
      message: `the stage's outputs in ${path} cannot be used: ${what}`,
      hint: "Deploy the stage from this folder with `npx sst deploy`, which writes the file; a stage of an older version has to be deployed again.",
      cause,
    });
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw problem(error instanceof SyntaxError ? "it is no JSON" : messageOf(error), error);
  }
  const outputs = Outputs.safeParse(content);
  if (outputs.success) return { kind: "stage", ...outputs.data };
  throw problem(
    outputs.error.issues.map(({ path: at }) => `${at.join(".") || "all of it"} is not as it should be`).join(", "),
  );
}
