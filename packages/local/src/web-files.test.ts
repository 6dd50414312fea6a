import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { webRoutes } from "@showrunner/api/web-routes.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { webFilesIn } from "./web-files.ts";

let folder: string;
let app: ReturnType<typeof webRoutes>;
const get = async (path: string) => {
  const answer = await app.request(path);
  const { headers } = answer;
  return {
    status: answer.status,
    text: await answer.text(),
    type: headers.get("content-type"),
    kept: headers.get("cache-control"),
  };
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "showrunner-web-"));
  app = webRoutes(webFilesIn(join(folder, "dist")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function build(): void {
  mkdirSync(join(folder, "dist", "assets"), { recursive: true });
  writeFileSync(join(folder, "secret.txt"), "secret");
  writeFileSync(join(folder, "dist", "index.html"), "<title>page</title>");
  writeFileSync(join(folder, "dist", "icon.svg"), "<svg/>");
  writeFileSync(join(folder, "dist", "site.webmanifest"), "{}");
  writeFileSync(join(folder, "dist", "assets", "index-a1.js"), "script");
}

describe("the dashboard on one machine", () => {
  it.each(["/", "/rules", "/rules/rl_1?tab=versions", "/progress/mr-robot", "/runs/run_x.y", "/sign-in"])(
    "%s is its one page, asked for anew each time",
    async (path) => {
      build();
      expect(await get(path)).toEqual({
        status: 200,
        text: "<title>page</title>",
        type: "text/html; charset=utf-8",
        kept: "no-cache",
      });
    },
  );

  it("files are what they are, and those named by their content are kept for good", async () => {
    build();
    expect(await get("/assets/index-a1.js")).toMatchObject({
      text: "script",
      type: "text/javascript; charset=utf-8",
      kept: "public, max-age=31536000, immutable",
    });
    expect(await get("/icon.svg")).toMatchObject({ type: "image/svg+xml; charset=utf-8", kept: "no-cache" });
    expect(await get("/site.webmanifest")).toMatchObject({ type: "application/manifest+json" });
  });

  it.each(["/assets/index-gone.js", "/assets/", "/assets/none", "/theme.js", "/favicon.ico", "/index-a1.js.map"])(
    "a file that is not there is no page: %s",
    async (path) => {
      build();
      expect((await get(path)).status).toBe(404);
    },
  );

  it.each(["/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "/..%5csecret.txt", "//secret.txt"])(
    "nothing outside of the build is given away: %s",
    async (path) => {
      build();
      expect((await get(path)).text).not.toContain("secret");
    },
  );

  it("says how to build it where it is not, and serves it once it is", async () => {
    expect(await get("/")).toMatchObject({ status: 503, text: expect.stringContaining("npm run build") });
    build();
    expect(await get("/")).toMatchObject({ status: 200, kept: "no-cache" });
  });
});
