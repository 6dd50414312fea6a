import { script } from "@showrunner/api/page/script.ts";
import { styles } from "@showrunner/api/page/styles.ts";
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
const File = z.object({ bucket: z.string(), key: z.string(), content: z.string(), contentType: z.string() });
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

function editBehaviour(graph: Graph, change: Partial<z.infer<typeof Behaviour>>): void {
  const { defaultCacheBehavior } = siteOf(graph);
  edit(graph, "distribution", "Site", { defaultCacheBehavior: { ...defaultCacheBehavior, ...change } });
}

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
    states: "what the site has no file for is the API's: nothing of it is kept, and it sees the whole request in time",
    check: (graph) => {
      const { defaultCacheBehavior: rest, origins } = siteOf(graph);
      const origin = origins.find(({ originId }) => originId === rest.targetOriginId);
      const { originProtocolPolicy, originReadTimeout = 0, originSslProtocols } = origin?.customOriginConfig ?? {};
      return [
        ...unless(origin?.domainName.includes(".execute-api.") === true, `the API would be ${origin?.domainName}`),
        ...is("what is kept of the API's answers", rest.cachePolicyId, nothingKept),
        ...is("what it sees of a request", rest.originRequestPolicyId, allButHost),
        ...unless(rest.allowedMethods.includes("POST"), "nothing can be changed"),
        ...is("how the API is asked", [originProtocolPolicy, originSslProtocols], ["https-only", ["TLSv1.2"]]),
        ...unless(originReadTimeout > functionIn(graph, "api").timeout, "the site gives up before the API answers"),
      ];
    },
    breaks: {
      "answers are kept": (graph) => editBehaviour(graph, { cachePolicyId: kept }),
      "the sign-in stays behind": (graph) => editBehaviour(graph, { originRequestPolicyId: "none" }),
      "reads only": (graph) => editBehaviour(graph, { allowedMethods: ["GET", "HEAD"] }),
      "files for all": (graph) => editBehaviour(graph, { targetOriginId: "files" }),
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
      "the page's style and script are files at the edge, as the API itself has them, in a bucket closed to all else",
    check: (graph) => {
      const { orderedCacheBehaviors, origins } = siteOf(graph);
      const files = new Map(
        ofType(graph, "file").flatMap(({ inputs }) => {
          const file = File.safeParse(inputs);
          return file.success ? [[file.data.key, file.data] as const] : [];
        }),
      );
      const [block] = read(graph, "publicAccess", Blocked);
      const open = Object.entries(block ?? {}).filter(([name, value]) => name !== "named" && value !== true);
      return [
        ...is("the style", files.get("status.css")?.content, styles),
        ...is("the script", files.get("status.js")?.content, script),
        ...is("the kinds", [...files.values()].map(({ contentType }) => contentType).toSorted(), [
          "text/css; charset=utf-8",
          "text/javascript; charset=utf-8",
        ]),
        ...is(
          "the paths at the edge",
          orderedCacheBehaviors.map(({ pathPattern }) => pathPattern ?? "all").toSorted(),
          [...files.keys()].map((key) => `/${key}`).toSorted(),
        ),
        ...orderedCacheBehaviors.flatMap(({ pathPattern, allowedMethods, targetOriginId }) => [
          ...is(`what may be done at ${pathPattern}`, allowedMethods, ["GET", "HEAD"]),
          ...unless(
            origins.find(({ originId }) => originId === targetOriginId)?.originAccessControlId !== undefined,
            `${pathPattern} is not read by the site's right`,
          ),
        ]),
        ...unless(block !== undefined && open.length === 0, "the bucket can be opened to everybody"),
        ...unless(cloud.siteFileMaxAgeSeconds <= 600, "a former style stays for long"),
      ];
    },
    breaks: {
      "another style": (graph) => edit(graph, "file", "SiteFilestatuscss", { content: "body {}" }),
      "as text": (graph) => edit(graph, "file", "SiteFilestatusjs", { contentType: "text/plain" }),
      "no script": (graph) => remove(graph, "file", "SiteFilestatusjs"),
      "no path": (graph) => edit(graph, "distribution", "Site", { orderedCacheBehaviors: [] }),
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
        // The API's pages have a policy of their own, which lets them load the style and the script.
        ...is("that the API's own policy stays", told?.contentSecurityPolicy.override, false),
      ];
    },
    breaks: {
      "plain HTTP": (graph) => editBehaviour(graph, { viewerProtocolPolicy: "allow-all" }),
      "without them": (graph) => editBehaviour(graph, { responseHeadersPolicyId: undefined }),
      "for a day": (graph) =>
        tell(graph, { strictTransportSecurity: { accessControlMaxAgeSec: 86_400, override: true } }),
      "framed by its own": (graph) => tell(graph, { frameOptions: { frameOption: "SAMEORIGIN", override: true } }),
      "nothing may be loaded": (graph) =>
        tell(graph, { contentSecurityPolicy: { contentSecurityPolicy: "default-src 'none'", override: true } }),
    },
  },
];

function tell(graph: Graph, change: Partial<z.infer<typeof Headers>["securityHeadersConfig"]>): void {
  const { securityHeadersConfig } = Headers.parse(the(graph, "responseHeaders", "SiteHeaders").inputs);
  edit(graph, "responseHeaders", "SiteHeaders", { securityHeadersConfig: { ...securityHeadersConfig, ...change } });
}
