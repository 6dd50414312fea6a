import { Hono, type MiddlewareHandler } from "hono";
import { html } from "hono/html";
import { fileName, hashedFiles } from "./site-paths.ts";

/** Answers with one file of the dashboard's build, by the request's path or the one given, and passes on when there is none. */
export type WebFiles = (options: { path?: string }) => MiddlewareHandler;

const keptFor = (how: string): MiddlewareHandler =>
  async function keep(c, next) {
    await next();
    if (c.res.status === 200) c.header("cache-control", how);
  };

/**
 * The dashboard: files of its build as they are, and its one page for each of its own paths. What bears a hash of its
 * content in its name is kept for good, all else is asked for again.
 */
export function webRoutes(files: WebFiles): Hono {
  const app = new Hono();
  app.use(`${hashedFiles}*`, keptFor("public, max-age=31536000, immutable"), files({}));
  app.use(keptFor("no-cache"), files({}));
  const page = files({ path: "index.html" });
  app.get("*", (c, next) => (fileName.test(c.req.path) || c.req.path.startsWith(hashedFiles) ? next() : page(c, next)));
  app.get("/", (c) =>
    c.html(
      html`<!doctype html>
        <html lang="en">
          <title>Showrunner</title>
          <h1>Showrunner runs, and its dashboard is not built</h1>
          <p>Run <code>npm run build</code> in its folder, and reload this page.</p>
        </html>`,
      503,
    ),
  );
  return app;
}
