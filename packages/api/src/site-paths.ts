/** What the server itself answers, as CloudFront spells patterns; every other path is the dashboard's. */
export const serverPaths = [
  "/api/*",
  "/connect*",
  "/enter/*",
  "/hooks/*",
  "/feeds/*",
  "/approvals/*",
  "/healthz",
] as const;

/** The dashboard's files whose names bear a hash of their content. */
export const hashedFiles = "/assets/";

/** How a file's name ends, and no page's, however a rule or a show is named: each page is one and the same file. */
export const fileName = /\.(?:css|ico|js|json|map|mjs|png|svg|txt|webmanifest|woff2|xml)$/;
