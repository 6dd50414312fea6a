import { join } from "node:path";
import { contentPolicyText } from "@showrunner/api/content-policy.ts";
import { serverPaths } from "@showrunner/api/site-paths.ts";
import { gateway } from "./gateway.ts";
import { appPathsCode, siteFiles } from "./site-files.ts";
import { readStage } from "./stage.ts";
import { cloud } from "./topology.ts";

/** CloudFront's own policies: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
const managed = {
  cachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  cachingOptimized: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  /** All of a request, the sign-in with it; but API Gateway must be asked by its own name. */
  allViewerExceptHostHeader: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
};

const { domain } = readStage();

const bucket = new sst.aws.Bucket("SiteFiles", { access: "cloudfront", cors: false });
for (const { key, path, contentType, cacheControl, outlivesDeployment } of siteFiles(
  join($cli.paths.root, "packages/web/dist"),
))
  new aws.s3.BucketObjectv2(
    `SiteFile_${key.replace(/\W/g, "_")}`,
    { bucket: bucket.name, key, source: new $util.asset.FileAsset(path), contentType, cacheControl },
    { retainOnDelete: outlivesDeployment },
  );

const access = new aws.cloudfront.OriginAccessControl("SiteFilesAccess", {
  originAccessControlOriginType: "s3",
  signingBehavior: "always",
  signingProtocol: "sigv4",
});

/** Every path of a page leads to the one page that there is. */
const appPaths = new aws.cloudfront.Function("SiteAppPaths", {
  runtime: "cloudfront-js-2.0",
  comment: `Showrunner, ${$app.stage}: pages of the dashboard`,
  publish: true,
  code: appPathsCode,
});

/** What every answer says, whoever gave it; where the API says more of what a page may load, that stays. */
const headers = new aws.cloudfront.ResponseHeadersPolicy("SiteHeaders", {
  comment: "Showrunner: encrypted, framed by nobody, and no guessing",
  securityHeadersConfig: {
    strictTransportSecurity: { accessControlMaxAgeSec: 2 * 365 * 24 * 3600, includeSubdomains: true, override: true },
    contentTypeOptions: { override: true },
    frameOptions: { frameOption: "DENY", override: true },
    referrerPolicy: { referrerPolicy: "no-referrer", override: true },
    contentSecurityPolicy: { contentSecurityPolicy: contentPolicyText, override: false },
  },
  customHeadersConfig: {
    items: [
      { header: "Cross-Origin-Opener-Policy", value: "same-origin", override: false },
      { header: "Cross-Origin-Resource-Policy", value: "same-origin", override: false },
    ],
  },
});

const shared = { viewerProtocolPolicy: "redirect-to-https", responseHeadersPolicyId: headers.id };

const cdn = new sst.aws.Cdn("Site", {
  ...(domain === undefined ? {} : { domain }),
  comment: `Showrunner, ${$app.stage}`,
  // The first time it takes minutes until it answers everywhere, and nothing else waits for that.
  wait: false,
  origins: [
    {
      originId: "api",
      domainName: gateway.url.apply((url) => new URL(url).hostname),
      customOriginConfig: {
        httpPort: 80,
        httpsPort: 443,
        originProtocolPolicy: "https-only",
        originSslProtocols: ["TLSv1.2"],
        originReadTimeout: cloud.apiTimeoutSeconds + 1,
      },
    },
    {
      originId: "files",
      domainName: bucket.nodes.bucket.bucketRegionalDomainName,
      originAccessControlId: access.id,
    },
  ],
  defaultCacheBehavior: {
    ...shared,
    targetOriginId: "files",
    allowedMethods: ["GET", "HEAD"],
    cachedMethods: ["GET", "HEAD"],
    cachePolicyId: managed.cachingOptimized,
    compress: true,
    functionAssociations: [{ eventType: "viewer-request", functionArn: appPaths.arn }],
  },
  orderedCacheBehaviors: serverPaths.map((pathPattern) => ({
    ...shared,
    targetOriginId: "api",
    pathPattern,
    allowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
    cachedMethods: ["GET", "HEAD"],
    // What the API says is one person's.
    cachePolicyId: managed.cachingDisabled,
    originRequestPolicyId: managed.allViewerExceptHostHeader,
  })),
});

/** The address of everything: the domain where there is one, else CloudFront's own. */
export const url = domain === undefined ? cdn.url : `https://${domain}`;
