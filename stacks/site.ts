import { script } from "@showrunner/api/page/script.ts";
import { styles } from "@showrunner/api/page/styles.ts";
import { gateway } from "./gateway.ts";
import { readStage } from "./stage.ts";
import { cloud } from "./topology.ts";

/** What needs no function, and nobody's password, by its path; the API answers everything else. */
const files = {
  "status.css": { content: styles, contentType: "text/css; charset=utf-8" },
  "status.js": { content: script, contentType: "text/javascript; charset=utf-8" },
};

/** CloudFront's own policies: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
const managed = {
  cachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  cachingOptimized: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  /** All of a request, the sign-in with it; but API Gateway must be asked by its own name. */
  allViewerExceptHostHeader: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
};

const { domain } = readStage();

const bucket = new sst.aws.Bucket("SiteFiles", { access: "cloudfront", cors: false });
for (const [path, file] of Object.entries(files))
  new aws.s3.BucketObjectv2(`SiteFile${path.replace(/\W/g, "")}`, {
    ...file,
    bucket: bucket.name,
    key: path,
    cacheControl: `public, max-age=${cloud.siteFileMaxAgeSeconds}`,
  });

const access = new aws.cloudfront.OriginAccessControl("SiteFilesAccess", {
  originAccessControlOriginType: "s3",
  signingBehavior: "always",
  signingProtocol: "sigv4",
});

/** What every answer says, whoever gave it; the API's own policy of contents is stricter, and stays. */
const headers = new aws.cloudfront.ResponseHeadersPolicy("SiteHeaders", {
  comment: "Showrunner: encrypted, framed by nobody, and no guessing",
  securityHeadersConfig: {
    strictTransportSecurity: { accessControlMaxAgeSec: 2 * 365 * 24 * 3600, includeSubdomains: false, override: true },
    contentTypeOptions: { override: true },
    frameOptions: { frameOption: "DENY", override: true },
    referrerPolicy: { referrerPolicy: "no-referrer", override: true },
    contentSecurityPolicy: { contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'", override: false },
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
    targetOriginId: "api",
    allowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
    cachedMethods: ["GET", "HEAD"],
    // What the API says is one person's.
    cachePolicyId: managed.cachingDisabled,
    originRequestPolicyId: managed.allViewerExceptHostHeader,
  },
  orderedCacheBehaviors: Object.keys(files).map((path) => ({
    ...shared,
    targetOriginId: "files",
    pathPattern: `/${path}`,
    allowedMethods: ["GET", "HEAD"],
    cachedMethods: ["GET", "HEAD"],
    cachePolicyId: managed.cachingOptimized,
    compress: true,
  })),
});

/** The address of everything: the domain where there is one, else CloudFront's own. */
export const url = domain === undefined ? cdn.url : `https://${domain}`;
