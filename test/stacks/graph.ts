import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import * as z from "zod";
import { root } from "../../tools/project.ts";
import { platformFolder } from "../../tools/install-sst.ts";

const Resource = z.object({
  type: z.string(),
  name: z.string(),
  inputs: z.record(z.string(), z.unknown()),
  protect: z.boolean(),
  retainOnDelete: z.boolean(),
});
export type Resource = z.infer<typeof Resource>;

/** What a stage asks AWS for. */
export const Graph = z.object({
  app: z.object({ stage: z.string(), removal: z.string(), protect: z.boolean() }),
  resources: z.array(Resource),
  builds: z.array(z.object({ handler: z.string(), links: z.array(z.string()) })),
  outputs: z.record(z.string(), z.unknown()),
});
export type Graph = z.infer<typeof Graph>;

/** Types of resources, as Pulumi calls them. */
export const types = {
  alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
  api: "aws:apigatewayv2/api:Api",
  certificate: "aws:acm/certificate:Certificate",
  distribution: "aws:cloudfront/distribution:Distribution",
  domain: "aws:apigatewayv2/domainName:DomainName",
  edgeFunction: "aws:cloudfront/function:Function",
  file: "aws:s3/bucketObjectv2:BucketObjectv2",
  function: "aws:lambda/function:Function",
  invokeConfig: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  integration: "aws:apigatewayv2/integration:Integration",
  key: "aws:kms/key:Key",
  logGroup: "aws:cloudwatch/logGroup:LogGroup",
  mail: "aws:sesv2/emailIdentity:EmailIdentity",
  mapping: "aws:lambda/eventSourceMapping:EventSourceMapping",
  publicAccess: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  queue: "aws:sqs/queue:Queue",
  responseHeaders: "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
  role: "aws:iam/role:Role",
  route: "aws:apigatewayv2/route:Route",
  schedule: "aws:scheduler/schedule:Schedule",
  subscription: "aws:sns/topicSubscription:TopicSubscription",
  table: "aws:dynamodb/table:Table",
} as const;
export type TypeName = keyof typeof types;

export const ofType = (graph: Graph, type: TypeName): Resource[] =>
  graph.resources.filter((one) => one.type === types[type]);

/** The inputs of each resource of a type, in the shape that the rule looks at. */
export function read<T extends z.ZodObject>(
  graph: Graph,
  type: TypeName,
  shape: T,
): (z.infer<T> & { named: string })[] {
  return ofType(graph, type).map((one) => ({ ...shape.parse(one.inputs), named: one.name }));
}

/** Bundled once for all stages. */
export async function bundleRecorder(): Promise<string> {
  const outfile = join(platformFolder, "recorder.mjs");
  await build({
    entryPoints: [join(root, "stacks", "recording", "record.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    // The tsconfig beside it is for the checker: here imports are resolved from where the bundle lies.
    tsconfigRaw: "{}",
    inject: [join(platformFolder, "src", "shim", "run.js")],
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    logLevel: "error",
  });
  return outfile;
}

/** Runs the whole of sst.config.ts for a stage, in a process of its own, and returns what it asks AWS for. */
export async function recordGraph(recorder: string, stage: string, variables: Record<string, string>): Promise<Graph> {
  const folder = await mkdtemp(join(tmpdir(), "showrunner-stacks-"));
  try {
    const secrets = { TraktClientId: "id", TraktClientSecret: "made-up", OperatorPassword: "made-up" };
    const env = Object.fromEntries(Object.entries(secrets).map(([name, value]) => [`SST_SECRET_${name}`, value]));
    const { stdout } = await promisify(execFile)(process.execPath, [recorder, stage, folder, platformFolder], {
      cwd: root,
      env: { PATH: process.env["PATH"] ?? "", ...env, ...variables },
      maxBuffer: 64 * 1024 * 1024,
    });
    return Graph.parse(JSON.parse(stdout));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
