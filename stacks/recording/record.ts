import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as pulumi from "@pulumi/pulumi";

/**
 * Runs `sst.config.ts` as SST does, under Pulumi's mocks, and prints as JSON every resource that AWS would be asked for.
 * To be bundled into `.sst/platform`, where SST's own dependencies are. Arguments: the stage, a folder for leavings.
 */
interface Resource {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  protect: boolean;
  retainOnDelete: boolean;
}

const [, , stage = "dev", workFolder = "", platformFolder = ""] = process.argv;
const account = "123456789012";
const region = "eu-west-1";

/** A function as SST's builder was asked for it: its handler, and the names of what is linked to it. */
interface Build {
  handler: string;
  links: string[];
}

const resources: Resource[] = [];
const builds: Build[] = [];
/** What the deployment prints at its end. */
let outputs: unknown = {};
const options = new Map<string, { protect: boolean; retainOnDelete: boolean }>();

/** ARNs in the form of each service, since SST takes some apart. */
function arnOf(type: string, name: string): string {
  const service = type.split(":")[1]?.split("/")[0] ?? "";
  const of = (resource: string): string => `arn:aws:${service}:${region}:${account}:${resource}`;
  switch (type) {
    case "aws:dynamodb/table:Table":
      return of(`table/${name}`);
    case "aws:lambda/function:Function":
      return of(`function:${name}`);
    case "aws:iam/role:Role":
      return `arn:aws:iam::${account}:role/${name}`;
    case "aws:kms/key:Key":
      return of(`key/${name}`);
    default:
      return of(name);
  }
}

/** What AWS would add, and SST goes on from. */
const madeByAws: Record<string, object> = {
  "aws:acm/certificate:Certificate": {
    domainValidationOptions: [{ resourceRecordName: "_a", resourceRecordType: "CNAME", resourceRecordValue: "_b" }],
  },
  "aws:apigatewayv2/api:Api": { apiEndpoint: "https://gateway.execute-api.eu-west-1.amazonaws.com" },
  "aws:cloudfront/distribution:Distribution": { domainName: "d1.cloudfront.net", hostedZoneId: "Z2" },
  "aws:s3/bucket:Bucket": { bucket: "files", bucketRegionalDomainName: "files.s3.eu-west-1.amazonaws.com" },
  "aws:sesv2/emailIdentity:EmailIdentity": { dkimSigningAttributes: { tokens: ["a", "b", "c"] } },
};

/** What SST's engine answers: builds are not made, and what the account holds is made up. */
async function startEngine(): Promise<string> {
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      response.end(JSON.stringify({ result: answer(text) }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return `http://127.0.0.1:${portOf(server.address())}`;
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the engine listens on no port");
  return address.port;
}

function answer(request: string): object {
  const { method, params }: { method: string; params: unknown } = JSON.parse(request);
  const given: { handler?: string; links?: object } | undefined = Array.isArray(params) ? params[0] : params;
  if (method === "Provider.Aws.Bootstrap")
    return { asset: "assets", assetEcrRegistryId: "", assetEcrUrl: "", state: "state", appsync: {} };
  if (method !== "Runtime.Build") return {};
  const handler = given?.handler ?? "";
  builds.push({ handler, links: Object.keys(given?.links ?? {}) });
  return { handler, out: workFolder, sourcemaps: [], errors: [] };
}

/** Pulumi wraps what is secret, or hangs on it. Source: specialSigKey in @pulumi/pulumi's runtime/rpc. */
function unwrapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapped);
  if (typeof value !== "object" || value === null) return value;
  if ("4dabf18193072939515e22adb298388d" in value && "value" in value) return unwrapped(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, unwrapped(one)]));
}

function answerCall({ token, inputs }: pulumi.runtime.MockCallArgs): Record<string, unknown> {
  if (token.endsWith("getRegion:getRegion")) return { region, name: region, id: region };
  if (token.endsWith("getCallerIdentity:getCallerIdentity")) return { accountId: account };
  if (token.endsWith("getPartition:getPartition")) return { partition: "aws" };
  if (token.endsWith("getPolicyDocument:getPolicyDocument"))
    return { ...inputs, json: JSON.stringify(inputs["statements"] ?? []) };
  return { ...inputs, zoneId: "Z1", id: "Z1" };
}

async function record(): Promise<void> {
  Object.assign(process.env, { SST_SERVER: await startEngine() });
  const app = { name: "showrunner", stage, providers: {}, removal: "remove", protect: false };
  const paths = { home: workFolder, root: process.cwd(), work: workFolder, platform: platformFolder };
  Object.assign(globalThis, {
    $app: app,
    $cli: { command: "deploy", rpc: "", paths, home: "aws", state: { version: {} } },
    $dev: false,
  });
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        const given = options.get(`${type} ${name}`) ?? { protect: false, retainOnDelete: false };
        if (!type.startsWith("sst:"))
          resources.push({
            type,
            name,
            inputs: Object.fromEntries(Object.entries(inputs).map(([key, one]) => [key, unwrapped(one)])),
            ...given,
          });
        const arn = arnOf(type, name);
        const made = { name, url: `https://${name}.example`, arn, invokeArn: arn };
        return { id: name, state: { ...made, ...madeByAws[type], ...inputs } };
      },
      call: answerCall,
    },
    app.name,
    stage,
    false,
  );
  await pulumi.runtime.runInPulumiStack(async () => {
    await declare(app);
  });
  // Resources are made as promises of others resolve, some of them SST's own: until none comes any more. Pulumi
  // itself fails the process when promises are left at its end.
  for (let quiet = 0, before = 0; quiet < 25; before = resources.length) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    quiet = resources.length === before ? quiet + 1 : 0;
  }
  await new Promise<void>((resolve, reject) =>
    process.stdout.write(JSON.stringify({ app, resources, builds, outputs }), (error) =>
      error ? reject(error) : resolve(),
    ),
  );
  process.exit(0);
}

/** The whole of `sst.config.ts`, for the stage that it says. */
async function declare(app: { stage: string; removal: string; protect: boolean }): Promise<void> {
  pulumi.runtime.registerStackTransformation(({ type, name, opts }) => {
    const retainOnDelete = "retainOnDelete" in opts && opts.retainOnDelete === true;
    options.set(`${type} ${name}`, { protect: opts.protect === true, retainOnDelete });
    return undefined;
  });
  Object.assign(globalThis, { aws: await import("@pulumi/aws") });
  Object.assign(globalThis, { sst: await import("../../.sst/platform/src/components/index.ts") });
  const { default: config } = await import("../../sst.config.ts");
  const settings = await config.app({ stage: app.stage });
  Object.assign(app, { removal: settings?.removal, protect: settings?.protect });
  pulumi.output(await config.run()).apply((told) => {
    outputs = told;
  });
}

await record();
