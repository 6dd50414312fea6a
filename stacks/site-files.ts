import { readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { fileName, hashedFiles } from "@showrunner/api/site-paths.ts";
import { cloud } from "./topology.ts";

const contentTypes: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
};

export interface SiteFile {
  /** Below the site's address, without the first slash. */
  key: string;
  path: string;
  contentType: string;
  cacheControl: string;
  /** A page that was opened before a deployment still finds its parts after it. */
  outlivesDeployment: boolean;
}

function keptFor(key: string): Pick<SiteFile, "cacheControl" | "outlivesDeployment"> {
  if (`/${key}`.startsWith(hashedFiles))
    return { cacheControl: "public, max-age=31536000, immutable", outlivesDeployment: true };
  // It names the others: a former one leads to what may be gone.
  if (key === "index.html") return { cacheControl: "no-cache", outlivesDeployment: false };
  return { cacheControl: `public, max-age=${cloud.siteFileMaxAgeSeconds}`, outlivesDeployment: false };
}

/** The files of the dashboard's build, and how long each may be kept. */
export function siteFiles(folder: string): SiteFile[] {
  let found: string[];
  try {
    found = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name));
  } catch (cause) {
    throw new Error(`the dashboard is not built: there is no ${folder}. Run \`npm run build\`.`, { cause });
  }
  return found.toSorted().map((path) => {
    const key = path.slice(folder.length + 1).replaceAll("\\", "/");
    const contentType = contentTypes[extname(key)];
    if (contentType === undefined) throw new Error(`of which kind ${key} is, stands not in stacks/site-files.ts`);
    return { key, path, contentType, ...keptFor(key) };
  });
}

/** Runs at CloudFront's edge: every page of the dashboard is one file. Its language is CloudFront's JavaScript 2.0. */
export const appPathsCode = `function handler(event) {
  var request = event.request;
  if (!${fileName}.test(request.uri)) request.uri = "/index.html";
  return request;
}
`;
