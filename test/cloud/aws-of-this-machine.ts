import { connectDynamoLocal, type DynamoLocal, startDynamoLocal } from "@showrunner/storage/testing/dynamo-local.ts";
import { type KmsLocal, startKmsLocal } from "@showrunner/storage/testing/kms-local.ts";
import {
  type SqsEmulator,
  type SqsLocal,
  type SqsLocalOptions,
  startSqsEmulator,
} from "@showrunner/storage/testing/sqs-local.ts";
import { type FunctionName, functionNeeds } from "../../functions/environment.ts";
import { statementsOf } from "../../stacks/permissions.ts";
import { allows, Statement } from "../stacks/roles.ts";
import { rightsResources } from "../stacks/within-rights.ts";

/** Where DynamoDB Local runs already, for all test files of a run (`start-dynamo.ts`). */
export const dynamoVariable = "SHOWRUNNER_DYNAMO_LOCAL";

let dynamo: Promise<DynamoLocal> | undefined;
let kms: Promise<KmsLocal> | undefined;
/** One shows one world's time: worlds that are there at the same time have one each. */
const idleEmulators: SqsEmulator[] = [];
const emulators: SqsEmulator[] = [];

/** DynamoDB Local: that of the run, or one of this process. */
export function sharedDynamo(): Promise<DynamoLocal> {
  return (dynamo ??= openDynamo());
}

async function openDynamo(): Promise<DynamoLocal> {
  const { [dynamoVariable]: endpoint, VITEST_POOL_ID: worker = "0" } = process.env;
  const local = endpoint === undefined ? await startDynamoLocal() : connectDynamoLocal(endpoint, `worker${worker}`);
  watched(local.client);
  return local;
}

/** A KMS that does for each function what its role lets it ask for. */
export function sharedKms(): Promise<KmsLocal> {
  return (kms ??= openKms());
}

async function openKms(): Promise<KmsLocal> {
  const local = await startKmsLocal();
  const roles = new Map(
    functionNames().map((name) => [
      kmsCaller(name),
      Statement.array().parse(statementsOf(name, { ...rightsResources, keys: local.keyIds })),
    ]),
  );
  local.refuse = (call, keyId, caller) => {
    const statements = roles.get(caller);
    if (statements === undefined || allows(statements, `kms:${call}`, keyId)) return undefined;
    return { name: "AccessDeniedException", status: 400 };
  };
  return local;
}

function functionNames(): FunctionName[] {
  return Object.keys(functionNeeds).filter((name): name is FunctionName => name in functionNeeds);
}

/** As whom a function asks KMS: AWS's names of who calls are of letters and digits. */
export function kmsCaller(name: FunctionName): string {
  return name.replaceAll("-", "");
}

/** Queues of a world's own, which go when they are disposed of. */
export async function openQueues(options: SqsLocalOptions): Promise<SqsLocal> {
  const emulator = idleEmulators.pop() ?? (await startEmulator());
  const { [Symbol.asyncDispose]: leave, ...local } = await emulator.open(options);
  watched(local.client);
  return {
    ...local,
    [Symbol.asyncDispose]: async () => {
      await leave();
      idleEmulators.push(emulator);
    },
  };
}

async function startEmulator(): Promise<SqsEmulator> {
  const emulator = await startSqsEmulator();
  emulators.push(emulator);
  return emulator;
}

let underWay = 0;

/** Requests to AWS that are on their way: not those that wait to be tried again. */
export function requestsToAws(): number {
  return underWay;
}

interface Client {
  middlewareStack: {
    add(middleware: Deserializing, options: { step: "deserialize"; name: string; override: true }): void;
  };
}
type Deserializing = <Args, Reply>(next: (args: Args) => Promise<Reply>) => (args: Args) => Promise<Reply>;

/** Has a client's requests counted while they are on their way. */
export function watched<C extends Client>(client: C): C {
  const counting: Deserializing = (next) => async (args) => {
    underWay += 1;
    try {
      return await next(args);
    } finally {
      underWay -= 1;
    }
  };
  client.middlewareStack.add(counting, { step: "deserialize", name: "countUnderWay", override: true });
  return client;
}

/** Ends all of it that this process started. */
export async function endAws(): Promise<void> {
  const [local, keys] = await Promise.all([dynamo, kms]);
  dynamo = undefined;
  kms = undefined;
  idleEmulators.length = 0;
  await Promise.all([local, keys, ...emulators.splice(0)].map(async (one) => await one?.[Symbol.asyncDispose]()));
}
