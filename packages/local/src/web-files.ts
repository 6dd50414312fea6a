import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { serveStatic } from "@hono/node-server/serve-static";
import type { WebFiles } from "@showrunner/api/web-routes.ts";

type MiddlewareHandler = ReturnType<typeof serveStatic>;

const root = fileURLToPath(new URL("../../web/dist", import.meta.url));

/** The dashboard's build, as it is on the disk when it is asked for. */
export const webFiles: WebFiles = (options) => {
  // It complains at once of a folder that is not there yet.
  let serve: MiddlewareHandler | undefined;
  return (c, next) => (existsSync(root) ? (serve ??= serveStatic({ root, ...options }))(c, next) : next());
};
