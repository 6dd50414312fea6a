import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { systemClock } from "@showrunner/core/clock.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { dataFolder, lockFolder } from "@showrunner/local/data-folder.ts";
import { openServices } from "@showrunner/local/open.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { endAll, spawnShowrunner } from "./spawned.ts";

/** Nobody answers there: what a start refuses, it must refuse before it calls Trakt. */
const nowhere = "http://127.0.0.1:9";
const app = { TRAKT_CLIENT_ID: "test-app", TRAKT_CLIENT_SECRET: "test-app-secret" };
const realMode = { ...app, TRAKT_API_URL: nowhere, TRAKT_AUTH_URL: nowhere };

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "showrunner-bad-start-"));
});

afterEach(async () => {
  await endAll();
  rmSync(folder, { recursive: true, force: true });
});

/** A data folder as a good start leaves it. */
async function goodFolder(): Promise<ReturnType<typeof dataFolder>> {
  const files = dataFolder(folder, false);
  const opened = await openServices({
    folder: files,
    keyFile: null,
    clock: systemClock,
    log: () => {},
    trakt: {
      clientId: app.TRAKT_CLIENT_ID,
      clientSecret: new Secret(app.TRAKT_CLIENT_SECRET),
      apiUrl: nowhere,
      authUrl: nowhere,
    },
    allowLoopback: false,
  });
  await opened.close();
  return files;
}

const shouldEndMs = 20_000;

/** Starts it, and expects that it gives up by itself with an error that names the thing and says what to do. */
async function expectRefused(
  env: Record<string, string>,
  error: { names: string; advises: RegExp },
  words: readonly string[] = [],
): Promise<void> {
  const start = spawnShowrunner(["start", "--port", "0", "--data", folder, ...words], { env });
  const timer = setTimeout(() => void start.stop("SIGKILL"), shouldEndMs);
  const ended = await start.ended;
  clearTimeout(timer);
  expect(ended).toMatchObject({ code: 1, signal: null, stdout: "" });
  expect(ended.stderr).toMatch(/^error: .+\n {2}.+\n$/);
  expect(ended.stderr).toContain(error.names);
  expect(ended.stderr).toMatch(error.advises);
  expect(ended.stderr).not.toMatch(/^\s+at |node:|\.ts:\d/m);
}

/** Fails when somebody still holds the folder. */
function expectFree(files: ReturnType<typeof dataFolder>): void {
  lockFolder(files)();
}

describe("a start that cannot succeed ends at once, with an error that names what is wrong and says what to do", () => {
  it("the port is in use; the folder is free again after that", async () => {
    const files = await goodFolder();
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, "127.0.0.1", () => {
        const address = other.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
    try {
      const error = { names: `port ${port}`, advises: /--port or SHOWRUNNER_PORT/ };
      await expectRefused(realMode, error, ["--port", String(port)]);
      await expectRefused({}, error, ["--port", String(port)]);
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
    expectFree(files);
    expectFree(dataFolder(folder, true));
  });

  it("the data folder is a file, which stays as it is", async () => {
    const file = join(folder, "diary.txt");
    writeFileSync(file, "dear diary");
    const error = { names: `${file} is a file`, advises: /--data or SHOWRUNNER_DATA/ };
    await expectRefused({}, error, ["--data", file]);
    await expectRefused(realMode, error, ["--data", file]);
    await expectRefused(realMode, error, ["--data", join(file, "below", "it")]);
    expect(readFileSync(file, "utf8")).toBe("dear diary");
  });

  // Root may write anywhere, so that nothing can be forbidden to it.
  it.skipIf(process.getuid?.() === 0)("the data folder may not be written to (not asked of root)", async () => {
    chmodSync(folder, 0o500);
    try {
      const error = { names: folder, advises: /Give yourself the right/ };
      await expectRefused(realMode, error);
    } finally {
      chmodSync(folder, 0o700);
    }
  });

  it("the lock file is none", async () => {
    writeFileSync(join(folder, "showrunner.lock"), "not a lock ".repeat(100));
    const names = join(folder, "showrunner.lock");
    await expectRefused(realMode, { names, advises: /remove it/ });
  });

  /** Each makes a database that was good, or none, into one that cannot be used. */
  const databases: Record<string, { advises: RegExp; spoil(path: string): void }> = {
    "is damaged in its middle": {
      advises: /put back a backup/,
      spoil: (path) => {
        const bytes = readFileSync(path);
        bytes.fill("garbage ", 40, bytes.length);
        writeFileSync(path, bytes);
      },
    },
    "is cut short": {
      advises: /put back a backup/,
      spoil: (path) => writeFileSync(path, readFileSync(path).subarray(0, 12_000)),
    },
    "is no database": {
      advises: /Choose another path, or move that file away/,
      spoil: (path) => writeFileSync(path, "these are somebody's notes, not a database\n".repeat(100)),
    },
    "is another program's": {
      advises: /Choose another path, or move that file away/,
      spoil: (path) => {
        rmSync(path);
        const other = new DatabaseSync(path);
        other.exec("CREATE TABLE songs (title TEXT); INSERT INTO songs VALUES ('Intro')");
        other.close();
      },
    },
    "was made by a newer version": {
      advises: /Update Showrunner/,
      spoil: (path) => {
        const newer = new DatabaseSync(path);
        newer.exec("PRAGMA user_version = 999");
        newer.close();
      },
    },
  };
  it.each(Object.keys(databases))("the database %s; it stays as it is, and the folder is free again", async (name) => {
    const { advises, spoil } = databases[name] ?? expect.fail(name);
    const files = await goodFolder();
    spoil(files.database);
    const bytes = readFileSync(files.database);
    await expectRefused(realMode, { names: files.database, advises });
    expect(readFileSync(files.database).equals(bytes)).toBe(true);
    expectFree(files);
  });

  it.each([
    ["damaged", 0o600, /Put back a copy of it/],
    ["readable by others", 0o644, /chmod 600/],
  ])("the key file is %s; it stays as it is, and the folder is free again", async (how, mode, advises) => {
    const files = await goodFolder();
    if (how === "damaged") writeFileSync(files.keyFile, '{"version":1,"tokens":"lost"}');
    chmodSync(files.keyFile, mode);
    const bytes = readFileSync(files.keyFile, "utf8");
    await expectRefused(realMode, { names: files.keyFile, advises });
    expect(readFileSync(files.keyFile, "utf8")).toBe(bytes);
    expect(statSync(files.keyFile).mode & 0o777).toBe(mode);
    expectFree(files);
  });

  it.each(["demo.json", "sandbox.jsonl"])(
    "the demo's %s is damaged; it stays as it is, and --reset begins anew",
    async (name) => {
      const demo = dataFolder(folder, true);
      mkdirSync(demo.path);
      const file = join(demo.path, name);
      writeFileSync(file, "{ not what\nit should be\n");
      await expectRefused({}, { names: file, advises: /--reset/ });
      expect(readFileSync(file, "utf8")).toBe("{ not what\nit should be\n");
      expectFree(demo);

      const anew = spawnShowrunner(["start", "--port", "0", "--data", folder, "--reset"]);
      await anew.line(/^Showrunner is running/, shouldEndMs);
      expect(await anew.stop()).toMatchObject({ code: 0, stderr: "" });
    },
  );

  const variables: [name: string, value: string, also: Record<string, string>, advises: RegExp][] = [
    ["SHOWRUNNER_PORT", "abc", {}, /no number from 0 to 65535[^]*the port on 127\.0\.0\.1/],
    ["SHOWRUNNER_PORT", "70000", {}, /no number from 0 to 65535/],
    ["SHOWRUNNER_PORT", "80.5", {}, /no whole number/],
    ["SHOWRUNNER_DEMO_SPEED", "0", {}, /no number from 1 to 3600[^]*how many times as fast/],
    ["SHOWRUNNER_DEMO_SPEED", "fast", {}, /no number from 1 to 3600/],
    ["SHOWRUNNER_REGISTRATION", "maybe", {}, /is neither open, invite nor allow-list[^]*who may connect an account/],
    ["SHOWRUNNER_ALLOW_LOOPBACK", "yes", {}, /neither 0 nor 1[^]*lets webhooks go to this machine/],
    ["TRAKT_API_URL", "ftp://x", app, /no http\(s\) address[^]*such as https:\/\/api\.trakt\.tv/],
    ["TRAKT_AUTH_URL", "trakt", app, /no http\(s\) address[^]*such as https:\/\/auth\.trakt\.tv/],
    ["TRAKT_CLIENT_ID", "only-the-id", {}, /TRAKT_CLIENT_SECRET is not set[^]*Set both/],
    ["TRAKT_CLIENT_SECRET", "only-the-secret", {}, /TRAKT_CLIENT_ID is not set[^]*Set both/],
  ];
  it.each(variables)("the variable %s is %j", { timeout: 60_000 }, async (name, value, also, advises) => {
    await expectRefused({ ...also, [name]: value }, { names: name, advises });
    expect(readdirSync(folder)).toEqual([]);
  });
});

it("with --json the error is one line of JSON, its code in it, on standard error", async () => {
  const env = { SHOWRUNNER_PORT: "abc" };
  const ended = await spawnShowrunner(["start", "--json", "--data", folder], { env }).ended;
  expect(ended).toMatchObject({ code: 1, stdout: "" });
  expect(JSON.parse(ended.stderr)).toEqual({
    error: { code: "env.invalid", message: expect.any(String), hint: expect.any(String) },
  });
});

it("a Node that is too old is named, with what to do, before anything else is tried", async () => {
  const pretend = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2" } })`;
  const old = await spawnShowrunner(["start"], {
    nodeArguments: ["--import", `data:text/javascript,${encodeURIComponent(pretend)}`],
  }).ended;
  expect(old).toMatchObject({ code: 1, stdout: "" });
  expect(old.stderr).toMatch(/^error: Showrunner needs Node 24 or newer, and this is 20\.20\.2\n {2}Run it as `npx/);
});

it("a bad option is named, and is an error of usage", async () => {
  const Problem = z.object({ error: z.object({ message: z.string() }) });
  for (const words of [["start", "--port", "http"], ["start", "--fast"], ["stat"]]) {
    const ended = await spawnShowrunner([...words, "--json"]).ended;
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(Problem.parse(JSON.parse(ended.stderr)).error.message).toContain(words.at(-1));
  }
});
