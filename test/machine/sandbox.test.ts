import { createServer } from "node:http";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { endAll, spawnShowrunner, type Spawned } from "./spawned.ts";
import { type Said, type } from "./typed.ts";

const Started = z.object({
  kind: z.literal("started"),
  url: z.string(),
  now: z.string(),
  isContinued: z.boolean(),
  people: z.array(z.string()),
  tokens: z.record(z.string(), z.string()),
});
type Started = z.infer<typeof Started>;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sandbox-cli-"));
});

afterEach(async () => {
  await endAll();
  rmSync(folder, { recursive: true });
});

async function serve(...words: string[]): Promise<{ process: Spawned; told: Started }> {
  const process = spawnShowrunner(["sandbox", "--port", "0", "--json", ...words]);
  const told = Started.parse(JSON.parse(await process.line(/"started"/, 20_000)));
  return { process, told };
}

const say = (...words: string[]): Promise<Said> => type(["sandbox", ...words], {}).done;

async function get(told: Started, path: string, token: string | undefined): Promise<Response> {
  return fetch(`${told.url}${path}`, {
    headers: {
      "content-type": "application/json",
      "trakt-api-key": "any",
      "trakt-api-version": "2",
      "user-agent": "SandboxTest/1.0",
      authorization: `Bearer ${token}`,
    },
  });
}

describe("showrunner sandbox", () => {
  it("runs a Trakt with people, at a time of one's choosing, and ends on Ctrl-C", async () => {
    const { process, told } = await serve("--person", "ann", "bob", "--now", "2012-06-08", "--speed", "0");
    expect(told).toMatchObject({ now: "2012-06-08T00:00:00.000Z", isContinued: false, people: ["ann", "bob"] });
    const me = await get(told, "/users/me", told.tokens["ann"]);
    expect([me.status, await me.json()]).toMatchObject([200, { username: "ann" }]);
    expect(await process.stop("SIGINT")).toMatchObject({ code: 0, signal: null, stderr: "" });
  });

  it("says in words where it is and how to use it", async () => {
    const process = spawnShowrunner(["sandbox", "--port", "0"]);
    await process.line(/Ctrl-C stops it/, 20_000);
    const { stdout, code } = await process.stop("SIGTERM");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^A Trakt of your own is running: http:\/\/127\.0\.0\.1:\d+\n/);
    expect(stdout).toMatch(/TRAKT_API_URL=http:\S+ TRAKT_AUTH_URL=http:\S+/);
    expect(stdout).toMatch(/Nobody is in it yet: showrunner sandbox add-person ann --token --url http/);
  });

  it("keeps its world and its time in the journal, through a kill", async () => {
    const journal = join(folder, "world.jsonl");
    const first = await serve("--journal", journal, "--now", "2012-06-08", "--speed", "0");
    const url = ["--url", first.told.url];
    await say("add-person", "ann", ...url);
    await say("happen", "watch", "username=ann", "item=movie:7", ...url);
    await say("advance", "1d12h", ...url);
    await first.process.stop("SIGKILL");
    const { told } = await serve("--journal", journal, "--person", "ann", "--now", "1999-01-01");
    expect(told).toMatchObject({ now: "2012-06-09T12:00:00.000Z", isContinued: true, people: ["ann"] });
    const history = await get(told, "/sync/history", told.tokens["ann"]);
    expect(await history.json()).toMatchObject([{ movie: { title: "Star Wars" } }]);
  });

  it("refuses a journal that another one has, and leaves it as it is", async () => {
    const journal = join(folder, "world.jsonl");
    await serve("--journal", journal, "--person", "ann");
    const before = readFileSync(journal, "utf8");
    const second = await spawnShowrunner(["sandbox", "--port", "0", "--journal", journal, "--person", "bob"]).ended;
    expect(second).toMatchObject({ code: 1, stdout: "" });
    expect(second.stderr).toMatch(/another sandbox is running on the journal .+\n {2}Stop that one first/);
    expect(readFileSync(journal, "utf8")).toBe(before);
  });

  it("that finds its port taken, or its file unusable, says so: exit code 1", async () => {
    const { told } = await serve();
    const taken = await spawnShowrunner(["sandbox", "--port", new URL(told.url).port]).ended;
    expect(taken).toMatchObject({ code: 1, stdout: "" });
    expect(taken.stderr).toMatch(/cannot listen on 127\.0\.0\.1:\d+\n {2}Another program has the port/);
    const nowhere = await spawnShowrunner(["sandbox", "--port", "0", "--journal", join(folder, "no", "j")]).ended;
    expect(nowhere).toMatchObject({ code: 1, stdout: "" });
    expect(nowhere.stderr).toContain("cannot be written to");
  });
});

describe("showrunner sandbox --demo june-2012", () => {
  it("is where somebody signs in on the page that login names, and sees the numbers of docs/views.md", async () => {
    const { told } = await serve("--demo", "june-2012");
    expect(told).toMatchObject({ people: ["june", "otto", "wren"], tokens: {} });
    expect(told.now).toMatch(/^2012-06-08T12:00:/);
    const env = {
      TRAKT_API_URL: told.url,
      TRAKT_AUTH_URL: told.url,
      TRAKT_CLIENT_ID: "any",
      TRAKT_CLIENT_SECRET: "any",
      SHOWRUNNER_DATA: join(folder, "data"),
    };
    await say("behaviour", "deviceIntervalSeconds=1", "--url", told.url);
    const login = spawnShowrunner(["login"], { env });
    const [, page = "", code = ""] =
      /Open (\S+) and enter the code (\w+)/.exec(await login.line(/^Open /, 20_000)) ?? [];
    const body = new URLSearchParams({ code, username: "june", answer: "yes" });
    expect((await fetch(page, { method: "POST", body })).status).toBe(200);
    expect(await login.ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Connected june \(/) });
    const views = readFileSync(new URL("../../docs/views.md", import.meta.url), "utf8");
    for (const words of ["progress", "progress 74897,suits --extended normal", "friends --extended"]) {
      const printed = views.split(`$ showrunner ${words}\n`)[1]?.split("```")[0];
      expect((await spawnShowrunner(words.split(" "), { env }).ended).stdout).toBe(printed);
    }
    const orders = { "recently-aired": "Hell's Kitchen", "previously-aired": "Suits", activity: "Suits" };
    for (const [order, first] of Object.entries(orders)) {
      const { stdout } = await spawnShowrunner(["progress", "--sort", order], { env }).ended;
      expect([order, stdout.split("\n")[1]]).toEqual([order, expect.stringContaining(first)]);
    }
  });

  it("has its own time and its own name: another of either is an error of usage", async () => {
    expect(await say("--demo", "june-2012", "--now", "2012-06-09")).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^error: option '--demo june-2012' has its own time/),
    });
    expect(await say("--demo", "june-2013")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Allowed choices are lively, june-2012."),
    });
  });
});

describe("showrunner sandbox, while it runs,", () => {
  let told: Started;
  const control = (...words: string[]): Promise<Said> => say(...words, "--url", told.url);
  const data = async <T>(schema: z.ZodType<T>, ...words: string[]): Promise<T> => {
    const said = await control(...words, "--json");
    expect(said).toMatchObject({ code: 0, stderr: "" });
    return schema.parse(JSON.parse(said.stdout));
  };

  beforeEach(async () => {
    ({ told } = await serve("--person", "ann", "--now", "2026-11-20", "--speed", "0", "--no-limits"));
  });

  it("makes people up, lists them, and signs them in", async () => {
    expect((await control("add-person", "bob", "--vip", "--timezone", "Europe/Berlin")).stdout).toBe("bob is in it.\n");
    expect((await control("people")).stdout).toMatch(/^USER NAME .*\nann .*\nbob +- +Europe\/Berlin +yes +no\n$/);
    const { access_token } = await data(z.object({ access_token: z.string() }), "token", "bob");
    expect((await get(told, "/users/settings", access_token)).status).toBe(200);
    const added = await control("add-person", "cleo", "--token");
    const token = /Access token: (\S+)/.exec(added.stdout)?.[1];
    expect((await get(told, "/users/settings", token)).status).toBe(200);
  });

  it("makes things happen, which the API then tells of", async () => {
    expect((await control("happen", "watch", "username=ann", "item=movie:7")).stdout).toMatch(/^Done: \[\d+\]\n$/);
    expect((await control("happen", "rate", "username=ann", "item=movie:7", "rating=9")).stdout).toBe("Done.\n");
    const ratings = await get(told, "/sync/ratings/movies", told.tokens["ann"]);
    expect(await ratings.json()).toMatchObject([{ rating: 9, movie: { title: "Star Wars" } }]);
    expect((await control("requests")).stdout).toContain("GET /sync/ratings/");
  });

  it("injects faults, lists and removes them", async () => {
    expect((await control("fault", "503", "--times", "1", "--route", "/users")).stdout).toBe(
      "fault-1 waits for requests.\n",
    );
    expect((await control("fault", "slow", "--delay", "30s", "--person", "bob")).code).toBe(0);
    expect((await get(told, "/users/me", told.tokens["ann"])).status).toBe(503);
    expect((await get(told, "/users/me", told.tokens["ann"])).status).toBe(200);
    const listed = await control("faults");
    expect(listed.stdout).toMatch(/fault-2 +slow +for good +all +bob\nStruck so far: 503 1×\.\nThere are: 400, /);
    expect((await control("faults", "--remove", "fault-2")).stdout).toMatch(/^No fault waits/);
    expect(await control("faults", "--remove", "fault-2")).toMatchObject({ code: 3, stdout: "" });
    await control("fault", "500");
    await control("faults", "--clear");
    expect((await get(told, "/users/me", told.tokens["ann"])).status).toBe(200);
  });

  it("lets time pass, and begins anew: the same people, with the same tokens", async () => {
    expect((await control("advance", "8d")).stdout).toBe(
      "It is 2026-11-28T00:00:00.000Z there, and time stands still.\n",
    );
    expect((await get(told, "/users/me", told.tokens["ann"])).status).toBe(401);
    expect((await control("advance", "--to", "2026-12-24")).stdout).toMatch(/2026-12-24T00:00:00/);
    await control("add-person", "bob");
    expect((await control("reset")).stdout).toBe("It began anew: it is 2026-11-20T00:00:00.000Z there.\n");
    expect(await data(z.array(z.object({ username: z.string() })), "people")).toEqual([{ username: "ann" }]);
    expect((await get(told, "/users/me", told.tokens["ann"])).status).toBe(200);
  });

  it("tells and changes how it behaves", async () => {
    const changed = await data(z.object({ lagMs: z.number() }), "behaviour", "lagMs=15000", "dialect=rails");
    expect(changed.lagMs).toBe(15_000);
    expect((await control("behaviour")).stdout).toContain('dialect="rails"\n');
    expect((await control("state")).stdout).toMatch(/^It is 2026-11-20T.*\n1 people, \d+ shows, \d+ movies; seed 1\./);
  });

  it("prints its world, and another begins with it", async () => {
    await control("happen", "watchlistAdd", "username=ann", "item=show:1390");
    const file = join(folder, "export.jsonl");
    writeFileSync(file, (await control("export")).stdout);
    expect(readFileSync(file, "utf8").split("\n").length).toBeGreaterThan(3);
    const other = await serve("--from", file);
    expect(other.told).toMatchObject({ now: told.now, people: ["ann"] });
    const watchlist = await get(other.told, "/sync/watchlist", told.tokens["ann"]);
    expect(await watchlist.json()).toMatchObject([{ show: { title: "Game of Thrones" } }]);
  });

  it("answers what makes no sense with what is wrong, and an exit code", async () => {
    const wrong: [words: string[], code: number, words: RegExp][] = [
      [["token", "zoe"], 3, /nobody in the sandbox is called zoe\n.*sandbox people/],
      [["add-person", "ann"], 1, /there is a person called ann/],
      [["happen", "fly", "username=ann"], 1, /Invalid discriminator value/],
      [["happen", "watch", "username"], 1, /"username" is no field=value/],
      [["happen", "watch", "username=ann", "item=movie:123456789"], 3, /no movie:123456789/],
      [["fault", "418"], 1, /Invalid option/],
      [["fault", "500", "--share", "2"], 2, /above 0 and up to 1/],
      [["advance", "soon"], 1, /a duration is like 90s/],
      [["advance", "--to", "yesterday"], 2, /a date or a time/],
      [["advance", "--to", "2001-01-01"], 1, /time does not go back/],
      [["advance"], 1, /say advance, to or speed/],
      [["behaviour", "nonsense=1"], 1, /Unrecognized key/],
    ];
    for (const [words, code, pattern] of wrong) {
      const said = await control(...words);
      expect([words, said.code, said.stdout]).toEqual([words, code, ""]);
      expect(said.stderr).toMatch(pattern);
    }
  });
});

describe("showrunner sandbox, where there is none,", () => {
  it("says so: nothing there, or something else", async () => {
    const other = createServer((_request, response) => response.end("<html>another program</html>"));
    await once(other.listen(0, "127.0.0.1"), "listening");
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const there = `http://127.0.0.1:${port}`;
    const wrong = await say("state", "--url", there);
    expect(wrong).toMatchObject({ code: 1, stdout: "" });
    expect(wrong.stderr).toBe(
      `error: what answers at ${there} is no sandbox\n  Start one with \`showrunner sandbox\`, or say where it is with --url.\n`,
    );
    other.closeAllConnections();
    await new Promise((resolve) => other.close(resolve));
    const nothing = await say("state", "--url", there, "--json");
    expect(nothing).toMatchObject({ code: 1, stdout: "" });
    expect(JSON.parse(nothing.stderr)).toMatchObject({ error: { code: "sandbox.not_there" } });
  });

  it("asks nobody but this machine", async () => {
    for (const url of ["http://example.com", "https://127.0.0.1:8731", "127.0.0.1:8731", "nonsense"]) {
      const said = await say("state", "--url", url);
      expect([url, said.code, said.stdout]).toEqual([url, 2, ""]);
      expect(said.stderr).toContain("It must be http and on this machine");
    }
  });
});
