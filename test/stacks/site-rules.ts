import { runInNewContext } from "node:vm";
import { contentPolicyText } from "@showrunner/api/content-policy.ts";
import { serverPaths } from "@showrunner/api/site-paths.ts";
import * as z from "zod";
import { cloud } from "../../stacks/topology.ts";
import { ofType, read, type Graph } from "./graph.ts";
import { functionIn, handlerOf } from "./roles.ts";
import { edit, is, remove, type Rule, the, unless } from "./rule.ts";

const Behaviour = z.object({
  pathPattern: z.string().optional(),
  targetOriginId: z.string(),
  viewerProtocolPolicy: z.string(),
  allowedMethods: z.array(z.string()),
  cachePolicyId: z.string(),
  originRequestPolicyId: z.string().optional(),
  responseHeadersPolicyId: z.string().optional(),
  functionAssociations: z.array(z.object({ eventType: z.string(), functionArn: z.string() })).optional(),
});
const Site = z.object({
  aliases: z.array(z.string()),
  defaultCacheBehavior: Behaviour,
  orderedCacheBehaviors: z.array(Behaviour),
  origins: z.array(
    z.object({
      originId: z.string(),
      domainName: z.string(),
      originAccessControlId: z.string().optional(),
      customOriginConfig: z
        .object({
          originProtocolPolicy: z.string(),
          originReadTimeout: z.number(),
          originSslProtocols: z.array(z.string()),
        })
        .optional(),
    }),
  ),
  viewerCertificate: z.object({
    acmCertificateArn: z.string().optional(),
    minimumProtocolVersion: z.string().optional(),
    cloudfrontDefaultCertificate: z.boolean().optional(),
  }),
});
const Headers = z.object({
  securityHeadersConfig: z.object({
    strictTransportSecurity: z.object({ accessControlMaxAgeSec: z.number(), override: z.boolean() }),
    contentTypeOptions: z.object({ override: z.boolean() }),
    frameOptions: z.object({ frameOption: z.string(), override: z.boolean() }),
    contentSecurityPolicy: z.object({ contentSecurityPolicy: z.string(), override: z.boolean() }),
  }),
});
const File = z.object({ bucket: z.string(), key: z.string(), contentType: z.string(), cacheControl: z.string() });
const EdgeFunction = z.object({ code: z.string(), publish: z.boolean() });
const Blocked = z.object({
  blockPublicAcls: z.boolean(),
  blockPublicPolicy: z.boolean(),
  ignorePublicAcls: z.boolean(),
  restrictPublicBuckets: z.boolean(),
});
const Function = z.object({
  handler: z.string(),
  environment: z.object({ variables: z.record(z.string(), z.string()) }),
});

/** Of CloudFront's own policies: nothing is kept; what may be is; and all of a request goes on but its Host. */
const nothingKept = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const kept = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const allButHost = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

/** The address by which browsers come, of CloudFront's own making as the recorder has it. */
const addressOf = ({ aliases }: z.infer<typeof Site>): string => `https://${aliases[0] ?? "d1.cloudfront.net"}`;

function siteOf(graph: Graph): z.infer<typeof Site> {
  const [site, ...more] = read(graph, "distribution", Site);
  if (site === undefined || more.length > 0) throw new Error("there is no one site");
  return site;
}

/** Changes the behaviours of all paths that the API answers, or of the rest, which are files. */
function editBehaviours(graph: Graph, of: "api" | "files", change: Partial<z.infer<typeof Behaviour>>): void {
  const { defaultCacheBehavior, orderedCacheBehaviors } = siteOf(graph);
  edit(
    graph,
    "distribution",
    "Site",
    of === "files"
      ? { defaultCacheBehavior: { ...defaultCacheBehavior, ...change } }
      : { orderedCacheBehaviors: orderedCacheBehaviors.map((one) => ({ ...one, ...change })) },
  );
}

/** Where the edge looks for what a browser asks for, as CloudFront runs the function. */
function askedOfFiles(graph: Graph, uri: string): unknown {
  const [edge] = read(graph, "edgeFunction", EdgeFunction);
  return runInNewContext(`${edge?.code};\nhandler({ request: { uri: ${JSON.stringify(uri)} } }).uri`);
}

const sample = {
  "/": "/index.html",
  "/rules/rl_1": "/index.html",
  "/progress/mr-robot": "/index.html",
  "/assets/index-a1b2.js": "/assets/index-a1b2.js",
  "/theme.js": "/theme.js",
  "/icon.svg": "/icon.svg",
  "/site.webmanifest": "/site.webmanifest",
};

export const siteRules: Rule[] = [
  {
    states: "site and API are at one address, by the stage's domain where it has one, and the API knows it",
    check: (graph) => {
      const site = siteOf(graph);
      const api = read(graph, "function", Function).find(({ handler }) => handler === handlerOf("api"));
      const { acmCertificateArn, minimumProtocolVersion } = site.viewerCertificate;
      return [
        ...is("the address that the API knows itself by", api?.environment.variables["API_ORIGIN"], addressOf(site)),
        ...unless(site.aliases.length <= 1, "the site has several names"),
        ...is("that its name has a certificate", acmCertificateArn !== undefined, site.aliases.length > 0),
        ...unless(
          site.aliases.length === 0 || minimumProtocolVersion === "TLSv1.2_2021",
          `the site speaks ${minimumProtocolVersion}`,
        ),
        ...unless(ofType(graph, "domain").length === 0, "API Gateway has a name of its own beside the site's"),
      ];
    },
    breaks: {
      "another origin": (graph) =>
        edit(graph, "function", "ApiFunction", { environment: { variables: { API_ORIGIN: "https://other.example" } } }),
      "no name": (graph) => edit(graph, "distribution", "Site", { aliases: [] }),
      "no certificate": (graph) =>
        edit(graph, "distribution", "Site", { viewerCertificate: { cloudfrontDefaultCertificate: true } }),
      "an old TLS": (graph) =>
        edit(graph, "distribution", "Site", {
          viewerCertificate: { acmCertificateArn: "arn", minimumProtocolVersion: "TLSv1" },
        }),
      "no site": (graph) => remove(graph, "distribution", "Site"),
    },
  },
  {
    states: "what the API answers is never kept, and it sees the whole request in time",
    check: (graph) => {
      const { orderedCacheBehaviors, origins } = siteOf(graph);
      const origin = origins.find(({ originId }) => originId === "api");
      const { originProtocolPolicy, originReadTimeout = 0, originSslProtocols } = origin?.customOriginConfig ?? {};
      return [
        ...is(
          "what is the API's",
          orderedCacheBehaviors.map(({ pathPattern }) => pathPattern),
          serverPaths,
        ),
        ...orderedCacheBehaviors.flatMap((one) => [
          ...is(`who answers ${one.pathPattern}`, one.targetOriginId, "api"),
          ...is(`what is kept of ${one.pathPattern}`, one.cachePolicyId, nothingKept),
          ...is(`what is seen of a request for ${one.pathPattern}`, one.originRequestPolicyId, allButHost),
          ...unless(one.allowedMethods.includes("POST"), `nothing can be changed at ${one.pathPattern}`),
        ]),
        ...unless(origin?.domainName.includes(".execute-api.") === true, `the API would be ${origin?.domainName}`),
        ...is("how the API is asked", [originProtocolPolicy, originSslProtocols], ["https-only", ["TLSv1.2"]]),
        ...unless(originReadTimeout > functionIn(graph, "api").timeout, "the site gives up before the API answers"),
      ];
    },
    breaks: {
      "answers are kept": (graph) => editBehaviours(graph, "api", { cachePolicyId: kept }),
      "the sign-in stays behind": (graph) => editBehaviours(graph, "api", { originRequestPolicyId: "none" }),
      "reads only": (graph) => editBehaviours(graph, "api", { allowedMethods: ["GET", "HEAD"] }),
      "files for all": (graph) => editBehaviours(graph, "api", { targetOriginId: "files" }),
      "no API": (graph) => edit(graph, "distribution", "Site", { orderedCacheBehaviors: [] }),
      "without encryption": (graph) =>
        edit(graph, "distribution", "Site", {
          origins: siteOf(graph).origins.map((one) =>
            one.customOriginConfig === undefined
              ? one
              : { ...one, customOriginConfig: { ...one.customOriginConfig, originProtocolPolicy: "http-only" } },
          ),
        }),
      "the API takes longer": (graph) => edit(graph, "function", "ApiFunction", { timeout: 60 }),
    },
  },
  {
    states:
      "all else is the dashboard: files in a bucket closed to all but the site, and one page for every path of it",
    check: (graph) => {
      const { defaultCacheBehavior: rest, origins } = siteOf(graph);
      // Functions' code lies in a bucket as well.
      const files = new Map(
        ofType(graph, "file").flatMap(({ name, inputs }) =>
          name.startsWith("SiteFile_") ? [[File.parse(inputs).key, File.parse(inputs)] as const] : [],
        ),
      );
      const [block] = read(graph, "publicAccess", Blocked);
      const open = Object.entries(block ?? {}).filter(([name, value]) => name !== "named" && value !== true);
      const [association] = rest.functionAssociations ?? [];
      const hashed = [...files.values()].filter(({ key }) => key.startsWith("assets/"));
      return [
        ...is("who answers", rest.targetOriginId, "files"),
        ...is("what may be done", rest.allowedMethods, ["GET", "HEAD"]),
        ...unless(
          origins.find(({ originId }) => originId === "files")?.originAccessControlId !== undefined,
          "files are not read by the site's right",
        ),
        ...unless(block !== undefined && open.length === 0, "the bucket can be opened to everybody"),
        ...is("when paths are looked at", association?.eventType, "viewer-request"),
        ...is("who looks at them", association?.functionArn.includes("SiteAppPaths"), true),
        ...Object.entries(sample).flatMap(([uri, file]) => is(`the file of ${uri}`, askedOfFiles(graph, uri), file)),
        ...is("the page's kind", files.get("index.html")?.contentType, "text/html; charset=utf-8"),
        ...is("how long the page is kept", files.get("index.html")?.cacheControl, "no-cache"),
        ...unless(
          hashed.some(({ key }) => key.endsWith(".js")),
          "the page has no script",
        ),
        ...hashed.flatMap(({ key, cacheControl }) =>
          unless(cacheControl.includes("immutable"), `${key} is asked for again and again`),
        ),
        ...unless(cloud.siteFileMaxAgeSeconds <= 600, "a former icon stays for long"),
      ];
    },
    breaks: {
      "pages without a file": (graph) => editBehaviours(graph, "files", { functionAssociations: [] }),
      "another function": (graph) =>
        edit(graph, "edgeFunction", "SiteAppPaths", { code: "function handler(event) { return event.request; }" }),
      "no page": (graph) => remove(graph, "file", "SiteFile_index_html"),
      "a page as text": (graph) => edit(graph, "file", "SiteFile_index_html", { contentType: "text/plain" }),
      "a former page": (graph) => edit(graph, "file", "SiteFile_index_html", { cacheControl: "max-age=86400" }),
      "parts asked for again": (graph) => edit(graph, "file", "SiteFile_assets_", { cacheControl: "no-cache" }),
      "an open bucket": (graph) => edit(graph, "publicAccess", "SiteFiles", { blockPublicPolicy: false }),
      "by nobody's right": (graph) =>
        edit(graph, "distribution", "Site", {
          origins: siteOf(graph).origins.map((one) => ({ ...one, originAccessControlId: undefined })),
        }),
    },
  },
  {
    states: "browsers come encrypted, and every answer says that they must, guess no kinds, and frame nothing",
    check: (graph) => {
      const { defaultCacheBehavior, orderedCacheBehaviors } = siteOf(graph);
      const [headers] = read(graph, "responseHeaders", Headers);
      const told = headers?.securityHeadersConfig;
      return [
        ...[defaultCacheBehavior, ...orderedCacheBehaviors].flatMap((one) => [
          ...is(`how ${one.pathPattern ?? "all"} is asked for`, one.viewerProtocolPolicy, "redirect-to-https"),
          ...is(`what ${one.pathPattern ?? "all"} is told with`, one.responseHeadersPolicyId, headers?.named),
        ]),
        ...unless((told?.strictTransportSecurity.accessControlMaxAgeSec ?? 0) >= 31_536_000, "encryption may lapse"),
        ...is("that no kind is guessed", told?.contentTypeOptions.override, true),
        ...is("who may frame it", told?.frameOptions.frameOption, "DENY"),
        ...is("what the dashboard may load", told?.contentSecurityPolicy.contentSecurityPolicy, contentPolicyText),
        ...is("that the API's own policy stays", told?.contentSecurityPolicy.override, false),
      ];
    },
    breaks: {
      "plain HTTP": (graph) => editBehaviours(graph, "files", { viewerProtocolPolicy: "allow-all" }),
      "without them": (graph) => editBehaviours(graph, "api", { responseHeadersPolicyId: undefined }),
      "for a day": (graph) =>
        tell(graph, { strictTransportSecurity: { accessControlMaxAgeSec: 86_400, override: true } }),
      "framed by its own": (graph) => tell(graph, { frameOptions: { frameOption: "SAMEORIGIN", override: true } }),
      "over the API's own policy": (graph) =>
        tell(graph, { contentSecurityPolicy: { contentSecurityPolicy: contentPolicyText, override: true } }),
      "from anywhere": (graph) =>
        tell(graph, { contentSecurityPolicy: { contentSecurityPolicy: "default-src *", override: false } }),
    },
  },
];

function tell(graph: Graph, change: Partial<z.infer<typeof Headers>["securityHeadersConfig"]>): void {
  const { securityHeadersConfig } = Headers.parse(the(graph, "responseHeaders", "SiteHeaders").inputs);
  edit(graph, "responseHeaders", "SiteHeaders", { securityHeadersConfig: { ...securityHeadersConfig, ...change } });
}
