import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { serveStatic } from "@hono/node-server/serve-static";
import type { WebFiles } from "@showrunner/api/web-routes.ts";

type MiddlewareHandler = ReturnType<WebFiles>;

/** The files of a build, as they are on the disk when they are asked for. */
export const webFilesIn =
  (root: string): WebFiles =>
  (options) => {
    // It complains at once of a folder that is not there yet.
    let serve: MiddlewareHandler | undefined;
    return (c, next) => (existsSync(root) ? (serve ??= serveStatic({ root, ...options }))(c, next) : next());
  };

/** The dashboard's. */
export const webFiles = webFilesIn(fileURLToPath(new URL("../../web/dist", import.meta.url)));
