import { DatabaseSync } from "node:sqlite";
import { auditPrefix } from "@showrunner/core/keys.ts";
import { systemClock } from "@showrunner/core/clock.ts";
import { readEnv } from "@showrunner/local/env.ts";
import { headersOfPerson } from "@showrunner/api/testing/made-up.ts";
import { dataFolder } from "@showrunner/local/data-folder.ts";
import { type Runtime, type Started, startRuntime } from "@showrunner/local/runtime.ts";
import { serveSandbox, type Served } from "@showrunner/trakt-sandbox/serve-sandbox.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { type Machine, prepareMachine } from "./prepared-machine.ts";
import { type Said, type } from "./typed.ts";

let machine: Machine;

beforeEach(async () => {
  machine = await prepareMachine();
});
afterEach(() => machine.close());

const cli = (...words: string[]): Promise<Said> => type(words, machine.env).done;
const long = "x".repeat(50_000);

/** Every row of the database, as text, but for what is written down of who tried what. */
function everythingKept(): string {
  const database = new DatabaseSync(dataFolder(machine.folder, false).database, { readOnly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all();
    const rows = tables.map(({ name }) => [
      name,
      database
        .prepare(`SELECT * FROM "${String(name)}"`)
        .all()
        .filter(isKept),
    ]);
    return JSON.stringify(rows, (_, value: unknown) => (value instanceof Uint8Array ? [...value] : value));
  } finally {
    database.close();
  }
}

const isKept = ({ sk }: Record<string, unknown>): boolean => typeof sk !== "string" || !sk.startsWith(auditPrefix);

describe("the command line", () => {
  it("says that nobody is connected, and how to change that: exit code 4", async () => {
    for (const words of [
      ["progress"],
      ["watched"],
      ["watching"],
      ["friends"],
      ["rules", "add", "-"],
      ["rules", "rm", "x"],
    ])
      expect([words, await cli(...words)]).toEqual([
        words,
        { code: 4, stdout: "", stderr: "error: no account is connected yet\n  Connect one with `showrunner login`.\n" },
      ]);
  });

  it("says that several are connected and which, where one must be named: exit code 2", async () => {
    await machine.connect("ann");
    await machine.connect("bob");
    for (const words of [["progress"], ["watched"], ["watching"], ["friends"], ["rules", "rm", "x"]]) {
      const said = await cli(...words);
      expect([words, said.code, said.stdout]).toEqual([words, 2, ""]);
      expect(said.stderr).toBe(
        "error: several accounts are connected, and none is named\n  Name one with --account: ann, bob.\n",
      );
    }
  });

  const refused: [what: string, words: string[], code: number, says: RegExp][] = [
    [
      "a title that is none",
      ["progress", "a b"],
      2,
      /^error: title "a b" is neither a slug nor a TVDB id\n {2}Name shows by/,
    ],
    ["no title among commas", ["progress", ",,"], 2, /^error: title must name a show, or be all\n {2}Name shows by/],
    ["an empty title", ["progress", ""], 2, /^error: title must name a show/],
    ["101 titles", ["progress", Array.from({ length: 101 }, (_, at) => at + 1).join()], 2, /100 titles at most/],
    ["a title without end", ["progress", long], 2, /^error: title "x{60}…" is neither/],
    ["a title that steers", ["progress", "\u001b[31m"], 2, /^error: title "\\u001b\[31m" is neither/],
    [
      "a user who is none",
      ["watched", "--user", "a/b"],
      2,
      /^error: user "a\/b" must be a user's slug, or me\n {2}Name people/,
    ],
    ["an empty user", ["watched", "--user", ""], 2, /^error: user "" must be a user's slug/],
    ["a user without end", ["watched", "--user", long], 2, /^error: user "x{60}…" must be/],
    ["an order that there is not", ["progress", "--sort", "best"], 2, /Allowed choices are title, activity/],
    ["a level that there is not", ["progress", "--extended", "images"], 2, /Allowed choices are minimal, normal, full/],
    ["an option that there is not", ["watched", "--since", "yesterday"], 2, /unknown option '--since'/],
    ["words too many", ["friends", "x"], 2, /too many arguments for 'friends'/],
    ["a count out of range", ["events", "-n", "1001"], 2, /a whole number from 1 to 1000/],
    [
      "an account that there is not",
      ["progress", "-a", "zoe"],
      3,
      /^error: there is no account "zoe"\n {2}Known accounts: ann\./,
    ],
    ["an account without end", ["progress", "-a", long], 3, /^error: there is no account "x{900,}…\n/],
    ["a run that there is not", ["explain", "run_none"], 3, /^error: there is no run run_none\n {2}List the latest/],
    ["a run or rule without end", ["explain", long], 3, /^error: there is no rule "x{900,}…\n/],
    ["a rule that there is not", ["rules", "disable", "nope"], 3, /^error: there is no rule "nope"\n {2}\S/],
    ["a channel that there is not", ["channels", "rm", "nope"], 3, /^error: there is no channel "nope"\n {2}\S/],
    [
      "an event that there is not",
      ["rules", "test", "rule.yaml", "-e", "evt_none"],
      3,
      /^error: ann has no event evt_none\n/,
    ],
    [
      "a file that is none",
      ["rules", "add", "none.yaml"],
      1,
      /none\.yaml cannot be read\n {2}Name a YAML or JSON file/,
    ],
    ["a rule that is no YAML", ["rules", "add", "torn.yaml"], 1, /^error: The rule has a mistake\. line 1/],
    ["a rule that is bytes", ["rules", "add", "bytes.yaml"], 1, /it must be a set of keys/],
    ["a rule without end", ["rules", "add", "long.yaml"], 1, /at most 20000 characters/],
  ];

  it("refuses what cannot be, with what is wrong and what to do; nothing of it is kept", async () => {
    await machine.connect("ann");
    const files = {
      "rule.yaml":
        "name: Told\nwhen: { event: movie.watched }\nthen: [{ do: notify, channel: inbox, title: T, body: B }]\n",
      "torn.yaml": "name: [torn",
      "bytes.yaml": "\u0000\u0001PNG",
      "long.yaml": long,
    };
    const paths = new Map(Object.entries(files).map(([name, content]) => [name, machine.file(name, content)]));
    const before = everythingKept();
    const calls = machine.sandbox.requests();
    for (const [what, words, code, says] of refused) {
      const said = await cli(...words.map((word) => paths.get(word) ?? word));
      expect([what, said.code, said.stdout]).toEqual([what, code, ""]);
      expect(said.stderr).toMatch(says);
      expect(said.stderr).toMatch(/\n {2}\S.*\n$/);
      expect(said.stderr.length).toBeLessThan(2000);
      expect(said.stderr).not.toMatch(/^ +at |\.ts:\d/m);
    }
    expect(everythingKept()).toBe(before);
    expect(machine.sandbox.requests()).toEqual(calls);
  });

  it("says that the app is refused, when it is, and not the person", async () => {
    machine.sandbox.behaviour.apps = { "cli-test-app": { secret: "another-made-up-secret", redirectUris: [] } };
    const { printed, done } = type(["login"], machine.env);
    machine.sandbox.world.addPerson({ username: "ann" });
    const [, userCode = ""] = await printed(/enter the code (\w+)/);
    machine.sandbox.world.approveDevice(userCode, "ann");
    const ended = await done;
    expect(ended).toMatchObject({ code: 4, stdout: "" });
    expect(ended.stderr).toMatch(
      /\nerror: Trakt refused this app: .*\n {2}Look whether TRAKT_CLIENT_ID and TRAKT_CLIENT_SECRET/,
    );
    expect(ended.stderr).not.toContain("cli-test-app-secret");
  });

  it("prints nothing of a title or a name that a terminal would obey", async () => {
    await machine.connect("ann");
    const { world } = machine.sandbox;
    const evil = "Evil \u001b[31mRed\u001b]0;title\u0007\u009b2J \u202etxt\u2028\r\nFORGED 映画";
    const show = world.addShow({
      title: evil,
      network: evil,
      genres: [evil],
      episodes: [{ season: 1, number: 1, title: evil, first_aired: "2020-01-01T20:00:00Z" }],
    });
    world.addPerson({ username: "otto", name: evil });
    world.befriend("ann", "otto");
    for (const username of ["ann", "otto"]) world.watch(username, { type: "show", trakt: show });
    world.startWatching("otto", { type: "movie", trakt: world.addMovie({ title: evil }) }, 90);
    for (const words of [
      ["progress"],
      ["progress", "--extended", "full"],
      ["progress", "--user", "otto"],
      ["watched"],
      ["watching", "--user", "otto"],
      ["friends"],
      ["friends", "--extended"],
    ])
      for (const more of [[], ["--json"]]) {
        const { code, stdout } = await cli(...words, ...more);
        expect([words, code]).toEqual([words, 0]);
        expect(stdout).toContain("映画");
        expect(stdout.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u2028\u202a-\u202e]/u);
        expect(stdout).not.toMatch(/^\s*FORGED/m);
      }
  });
});

describe("the API of a running Showrunner", () => {
  let runtime: Runtime | undefined;
  let api: string;
  let signedIn: Record<string, string>;
  beforeEach(async () => {
    signedIn = await headersOfPerson(machine.ctx, await machine.connect("ann"));
    const env = readEnv({ ...machine.env, SHOWRUNNER_PORT: "0" });
    const ready = ({ url }: Started) => {
      api = `${url}/api/v1`;
    };
    runtime = await startRuntime({ env, reset: false, log: () => () => {}, ready });
  });
  afterEach(() => runtime?.stop());

  const Details = z.object({
    type: z.literal("about:blank"),
    title: z.string(),
    status: z.int(),
    detail: z.string().max(1001),
    code: z.string(),
    hint: z.string(),
  });

  it("answers what cannot be with problem details that say what is wrong and what to do", async () => {
    const wrong: [path: string, init: RequestInit, status: number, code: string, detail: RegExp][] = [
      ["/nowhere", {}, 404, "route.unknown", /^there is nothing at \/api\/v1\/nowhere$/],
      ["/accounts/ann/views/nope", {}, 404, "route.unknown", /nothing at/],
      ["/accounts/zoe", {}, 404, "account.unknown", /^there is no account "zoe" for whoever asks$/],
      ["/accounts/%E0%A4%A/views/watched", {}, 404, "account.unknown", /no account/],
      [`/accounts/${"x".repeat(9000)}`, {}, 404, "account.unknown", /…$/],
      ["/runs/run_none", {}, 404, "run.unknown", /^there is no run run_none$/],
      [`/runs/${"x".repeat(9000)}`, {}, 404, "run.unknown", /…$/],
      ["/accounts/ann/events?limit=999", {}, 400, "query.invalid", /^limit: must be at most 200$/],
      ["/accounts/ann/events?page=2", {}, 400, "query.invalid", /^there is no "page"$/],
      ["/accounts/ann/events?limit=1&limit=2", {}, 400, "query.invalid", /^limit is given more than once$/],
      ["/status?x", {}, 400, "query.invalid", /^there is no "x"$/],
      ["/accounts?limit=5", {}, 400, "query.invalid", /^there is no "limit"$/],
      ["/accounts/ann/views/watched?since=yesterday", {}, 400, "view.invalid", /^there is no "since"$/],
      ["/accounts/ann/views/progress?title=%1B%5B31m", {}, 400, "view.invalid", /^title "\\u001b\[31m" is neither/],
      ["/accounts/ann/views/progress?title=suits&title=24", {}, 400, "view.invalid", /^title is given more than once$/],
      [`/accounts/ann/views/progress?title=${"x".repeat(9000)}`, {}, 400, "view.invalid", /^title "x{60}…" is neither/],
      ["/accounts/ann/events", { method: "DELETE" }, 405, "request.method", /^DELETE is not possible/],
      ["/accounts/ann", { headers: { cookie: "" } }, 401, "request.unauthorized", /^who asks is not known$/],
      ["/accounts/ann/views/watched", { method: "POST", body: "{torn" }, 405, "request.method", /^POST is not/],
      [
        "/status",
        { method: "PUT", body: "<x/>", headers: { "content-type": "text/xml" } },
        405,
        "request.method",
        /^PUT/,
      ],
      ["/status", { headers: { "sec-fetch-site": "cross-site" } }, 403, "request.cross_site", /another site/],
    ];
    for (const [path, init, status, code, detail] of wrong) {
      const response = await fetch(`${api}${path}`, { ...init, headers: { ...signedIn, ...headersIn(init) } });
      const said = Details.parse(await response.json());
      expect([path, response.status, response.headers.get("content-type")]).toEqual([
        path,
        status,
        "application/problem+json",
      ]);
      expect(said).toMatchObject({ status, code });
      expect(said.detail).toMatch(detail);
    }
    expect((await fetch(`${api}/status`, { headers: signedIn })).status).toBe(200);
  });
});

const headersIn = ({ headers }: RequestInit): Record<string, string> => Object.fromEntries(new Headers(headers));

describe("the sandbox's control", () => {
  let served: Served;
  beforeEach(async () => {
    served = await serveSandbox({ machine: systemClock, people: ["ann"], speed: 0 });
  });
  afterEach(() => served.close());

  it("refuses what cannot be, with what is wrong, and the world stays as it is", async () => {
    const happen = (happening: object) => JSON.stringify({ happenings: [{ username: "ann", ...happening }] });
    const wrong: [method: string, path: string, body: string | undefined, says: RegExp][] = [
      ["POST", "/people", "{torn", /the body of POST \/sandbox\/people is not JSON/],
      ["POST", "/people", "[".repeat(100_000), /is not JSON/],
      ["POST", "/people", "[]", /expected object, received array/],
      ["POST", "/people", JSON.stringify({ people: [{ username: "a/b" }] }), /a user name has up to 40 letters/],
      ["POST", "/people", JSON.stringify({ people: [{ username: long }] }), /a user name has up to 40 letters/],
      [
        "POST",
        "/people",
        JSON.stringify({ people: [{ username: "zoe" }, { username: "ann" }] }),
        /a person called ann/,
      ],
      [
        "POST",
        "/happenings",
        happen({ do: "watch", item: "movie:7", watched_at: "yesterday" }),
        /it is no time; one is 2026/,
      ],
      ["POST", "/happenings", happen({ do: "watch", item: "movie:7", at: 1e300 }), /Too big/],
      ["POST", "/happenings", happen({ do: "watch", item: "movie:x" }), /at happenings\[0\]\.item/],
      ["POST", "/happenings", happen({ do: "rate", item: "movie:7", rating: 11 }), /at happenings\[0\]\.rating/],
      ["POST", "/clock", JSON.stringify({ advance: "99999999999d" }), /time ends here with the year 9999/],
      ["POST", "/clock", JSON.stringify({ to: "9999-99-99" }), /at to/],
      ["PATCH", "/behaviour", JSON.stringify({ lagMs: -1 }), /at lagMs/],
      ["POST", "/faults", JSON.stringify({ name: "503", share: 2 }), /at share/],
      ["DELETE", "/faults/none", undefined, /no fault none waits/],
      ["GET", "/people/nobody/history", undefined, /nobody in the sandbox is called nobody/],
      ["GET", "/people/ann/progress/nope", undefined, /./],
      ["PUT", "/people", undefined, /there is no PUT \/sandbox\/people/],
      ["GET", "/nowhere", undefined, /there is no GET \/sandbox\/nowhere/],
    ];
    const before = served.sandbox.exported();
    for (const [method, path, body, says] of wrong) {
      const init = body === undefined ? { method } : { method, body };
      const response = await fetch(`${served.url}/sandbox${path}`, init);
      expect([method, path, body?.slice(0, 99), response.status < 500 && response.status >= 400]).toEqual([
        method,
        path,
        body?.slice(0, 99),
        true,
      ]);
      expect(await response.json()).toMatchObject({
        error: expect.stringMatching(/^sandbox\./),
        message: expect.stringMatching(says),
      });
    }
    expect(served.sandbox.exported()).toBe(before);
  });
});
