import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { Problem } from "@showrunner/core/errors.ts";
import type { Account } from "@showrunner/core/records.ts";
import { dataFolder, lockFolder } from "@showrunner/local/data-folder.ts";
import { archiveFile, writeArchive } from "@showrunner/local/house/archive-file.ts";
import { houseAddress } from "@showrunner/local/house/house-address.ts";
import { getConnection } from "@showrunner/services/accounts/accounts.ts";
import { saveRule } from "@showrunner/services/rules/rules.ts";
import { listRules } from "@showrunner/services/rules/rules.ts";
import { type DynamoLocal, noDynamoLocal, startDynamoLocal } from "@showrunner/storage/testing/dynamo-local.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Machine, prepareMachine } from "./prepared-machine.ts";
import { spawnShowrunner } from "./spawned.ts";
import { type Said, type } from "./typed.ts";

let from: Machine;
let to: Machine;
let ann: Account;
let archive: string;
let passphrase: string;
beforeEach(async () => {
  [from, to] = await Promise.all([prepareMachine(), prepareMachine()]);
  ann = await from.connect("ann");
  const rule =
    "name: Seen\nwhen: { event: movie.watched }\nthen: [{ do: notify, channel: inbox, title: s, body: s }]\n";
  await saveRule(from.ctx, ann.id, rule, { enabled: true });
  await from.work();
  archive = join(from.folder, "ann.archive");
  passphrase = from.file("passphrase.txt", "a made-up passphrase of several words\n");
});
afterEach(async () => {
  await Promise.all([from.close(), to.close()]);
});

/** The other machine talks to the first one's Trakt: a person moves, and Trakt stays. */
const toEnv = (): Record<string, string> => ({ ...from.env, SHOWRUNNER_DATA: to.folder });
const run = (words: string[], env = from.env): Promise<Said> => type(words, env).done;
const secretly = (): string[] => ["--passphrase-file", passphrase];
const errorOf = ({ stderr }: Said): string => {
  const [, code = stderr] = /"code":"([^"]+)"/.exec(stderr) ?? [];
  return code;
};

describe("export and import", () => {
  it("move a person with connections: asleep there, awake here, and both say so", async () => {
    const left = await run(["export", archive, "--with-connections", ...secretly()]);
    expect(left).toMatchObject({ code: 0 });
    expect(left.stdout).toMatch(/Exported ann: \d+ rows in .*, read back and found whole\./);
    expect(left.stdout).toMatch(/They sleep here .* their tokens were not revoked/);
    expect((await getConnection(from.ctx, ann.id)).value.state).toBe("disconnected");
    const came = await run(["import", archive, ...secretly()], toEnv());
    expect(came).toMatchObject({ code: 0 });
    expect(came.stdout).toMatch(/ann has arrived: \d+ rows, read back and compared\.\n {2}SHA-256 .*: [0-9a-f]{64}/);
    expect((await getConnection(to.ctx, ann.id)).value.state).toBe("active");
    const again = await run(["import", archive, ...secretly()], toEnv());
    expect(again.stdout).toMatch(/ann had arrived from this archive before: nothing was done/);
    const verified = await run(["import", archive, "--verify", ...secretly()], toEnv());
    expect(verified).toMatchObject({ code: 0 });
    expect(verified.stdout).toMatch(/^ann: all \d+ rows are here as in the archive/);
    for (const said of [left, came, again, verified])
      expect(`${said.stdout}${said.stderr}`).not.toContain("a made-up passphrase");
    expect(statSync(archive).mode & 0o777).toBe(0o600);
  });

  it("print data with --json, and how far they are as lines of JSON on standard error", async () => {
    const left = await run(["--json", "export", archive, "--leave"]);
    expect(JSON.parse(left.stdout)).toMatchObject({ accounts: ["ann"], leaving: true, withConnections: false });
    for (const line of left.stderr.trim().split("\n")) expect(JSON.parse(line)).toHaveProperty("phase");
    const came = await run(["--json", "import", archive], toEnv());
    expect(JSON.parse(came.stdout)).toMatchObject([{ username: "ann", outcome: "arrived", needsReconnect: true }]);
  });

  it("without --leave copy a person, who lives on, and whose copy does not come to life beside them", async () => {
    const copied = await run(["export", archive]);
    expect(copied.stdout).toMatch(/They live on here\. To move them, export with --leave/);
    expect((await getConnection(from.ctx, ann.id)).value.state).toBe("active");
    expect(errorOf(await run(["--json", "import", archive], toEnv()))).toBe("house.origin_alive");
    const came = await run(["import", archive, "--origin-gone"], toEnv());
    expect(came.stdout).toMatch(/ann must connect to Trakt again, and was told so/);
  });

  it("take a person up again who left", async () => {
    await run(["export", archive, "--leave"]);
    expect((await listRules(from.ctx, ann.id)).map(({ enabled }) => enabled)).toEqual([false]);
    const back = await run(["export", "--come-back"]);
    expect(back.stdout).toMatch(/^ann: taken up again as they were/);
    expect((await listRules(from.ctx, ann.id)).map(({ enabled }) => enabled)).toEqual([true]);
    expect((await getConnection(from.ctx, ann.id)).value.state).toBe("active");
  });

  it("refuse to move anybody while Showrunner runs on the data", async () => {
    const unlock = lockFolder(dataFolder(from.folder, false));
    expect(errorOf(await run(["--json", "export", archive, "--leave"]))).toBe("data.in_use");
    unlock();
    await run(["export", archive, "--leave"]);
    const unlockOther = lockFolder(dataFolder(to.folder, false));
    expect(errorOf(await run(["--json", "import", archive], toEnv()))).toBe("data.in_use");
    unlockOther();
  });

  it.each<[string, () => Promise<Said>, string]>([
    ["a file that is there already", () => run(["--json", "export", passphrase]), "archive.exists"],
    ["a folder that is not there", () => run(["--json", "export", "/no/such/folder/x"]), "archive.unwritable"],
    ["an account that is not there", () => run(["--json", "export", archive, "-a", "bob"]), "account.unknown"],
    ["a place that is none", () => run(["--json", "export", archive, "--from", "s3:x"]), "house.address"],
    [
      "no passphrase and no terminal",
      () => run(["--json", "export", archive, "--with-connections"]),
      "archive.no_passphrase",
    ],
    ["an archive that is not there", () => run(["--json", "import", "/no/such/file"]), "archive.unreadable"],
    ["a file that is no archive", () => run(["--json", "import", passphrase]), "archive.not_one"],
  ])("say what is wrong, and do nothing, given %s", async (_what, work, code) => {
    const said = await work();
    expect(said.code).not.toBe(0);
    expect(errorOf(said)).toBe(code);
    expect((await getConnection(from.ctx, ann.id)).value.state).toBe("active");
  });

  it("refuse a wrong passphrase, a file cut off and one that was changed, before anything is written", async () => {
    await run(["export", archive, "--with-connections", ...secretly()]);
    const wrong = from.file("wrong.txt", "not the one that it was");
    expect(errorOf(await run(["--json", "import", archive, "--passphrase-file", wrong], toEnv()))).toBe(
      "archive.wrong_passphrase",
    );
    const bytes = readFileSync(archive);
    const cut = from.file("cut", "");
    writeFileSync(cut, bytes.subarray(0, bytes.length - 40));
    expect(errorOf(await run(["--json", "import", cut, ...secretly()], toEnv()))).toBe("archive.truncated");
    writeFileSync(cut, gzipSync(gunzipSync(bytes).toString("utf8").replace('"ann"', '"eve"')));
    expect(errorOf(await run(["--json", "import", cut, ...secretly()], toEnv()))).toBe("archive.damaged");
    expect((await run(["accounts"], toEnv())).stdout).toMatch(/No account is connected yet/);
  });

  it("the help loads nothing of AWS, and neither does an export of this machine", async () => {
    const trace = from.file(
      "trace.mjs",
      `import { registerHooks } from "node:module";
registerHooks({ resolve(name, context, next) { if (name.startsWith("@aws-sdk/")) process.stderr.write("AWS:" + name); return next(name, context); } });`,
    );
    const nodeArguments = ["--import", trace];
    const help = await spawnShowrunner(["export", "--help"], { env: from.env, nodeArguments }).ended;
    expect(help).toMatchObject({ code: 0, stderr: "" });
    const done = await spawnShowrunner(["export", archive], { env: from.env, nodeArguments }).ended;
    expect(done.code).toBe(0);
    expect(done.stderr).not.toContain("AWS:");
  });
});

describe("an archive's file", () => {
  it("that an interrupted export left behind is begun anew", async () => {
    writeFileSync(`${archive}.part`, "half of something");
    expect(await run(["export", archive])).toMatchObject({ code: 0 });
  });

  it("for which there is no space is told as that, and nothing stays", async () => {
    async function* lines(): AsyncGenerator<string> {
      yield "one\n";
      throw Object.assign(new Error("write ENOSPC"), { code: "ENOSPC" });
    }
    const work = writeArchive(archive, lines());
    await expect(work).rejects.toMatchObject({
      code: "archive.unwritable",
      message: expect.stringMatching(/no space left/),
    });
    expect(() => statSync(`${archive}.part`)).toThrow(/ENOENT/);
  });

  it("is read packed and plain alike", async () => {
    await writeArchive(
      archive,
      (async function* () {
        yield "one\n";
        yield "two\n";
      })(),
    );
    const plain = from.file("plain", gunzipSync(readFileSync(archive)).toString("utf8"));
    for (const path of [archive, plain]) {
      const lines: string[] = [];
      for await (const line of archiveFile(path).lines()) lines.push(line);
      expect(lines).toEqual(["one", "two"]);
    }
  });
});

describe("where a house is", () => {
  it.each([
    ["here", { kind: "here" }],
    ["dynamodb:my-table", { kind: "stage", table: "my-table" }],
    ["dynamodb:my-table@eu-west-1", { kind: "stage", table: "my-table", region: "eu-west-1" }],
    [
      "dynamodb:t-1?endpoint=http://127.0.0.1:8000&tokens-key=a&channels-key=b",
      { kind: "stage", table: "t-1", endpoint: "http://127.0.0.1:8000", tokensKey: "a", channelsKey: "b" },
    ],
  ])("%s", (text, address) => {
    expect(houseAddress(text)).toEqual(address);
  });

  it.each(["", "dynamodb:", "dynamodb:my-table?secret=x", "stage:/no/such/file", "there"])("%s is refused", (text) => {
    expect(() => houseAddress(text)).toThrow(Problem);
  });

  it("is what a deployment wrote", () => {
    const queues = { PollJobs: "https://sqs.example/1" };
    const outputs = {
      url: "https://x.example",
      table: "t-1",
      region: "eu-west-1",
      tokensKey: "a",
      channelsKey: "b",
      queues,
      deadLetters: {},
    };
    const path = from.file("outputs.json", JSON.stringify(outputs));
    expect(houseAddress(`stage:${path}`)).toMatchObject({ kind: "stage", table: "t-1", region: "eu-west-1", queues });
    expect(() => houseAddress(`stage:${from.file("old.json", '{"url":"x"}')}`)).toThrow(/deploy|outputs/);
  });
});

describe.skipIf(noDynamoLocal !== undefined)(
  `a stage${noDynamoLocal === undefined ? "" : ` (${noDynamoLocal})`}`,
  () => {
    let dynamo: DynamoLocal;
    beforeEach(async () => {
      dynamo = await startDynamoLocal();
    });
    afterEach(() => dynamo[Symbol.asyncDispose]());
    const aws = { AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local", AWS_REGION: "us-east-1" };

    it("takes a person in, is looked over, and lets them go home again", async () => {
      const stage = `dynamodb:${await dynamo.createTable()}?endpoint=${dynamo.endpoint}`;
      const env = { ...from.env, ...aws };
      await run(["export", archive, "--leave"], env);
      const came = await run(["import", archive, "--to", stage], env);
      expect(came).toMatchObject({ code: 0 });
      expect(came.stdout).toMatch(/ann has arrived/);
      const looked = await run(["doctor", "--at", stage], env);
      expect(looked.code).toBe(1);
      expect(looked.stdout).toMatch(/PROBLEM {2}account ann: Trakt must be connected again/);
      expect(looked.stdout).toMatch(/warning {2}queues: they were not looked into/);
      const verified = await run(["import", archive, "--to", stage, "--verify"], env);
      expect(verified.stdout).toMatch(/^ann: /);

      expect(await run(["accounts", "delete", "ann", "--at", stage], env)).toMatchObject({ code: 2, stdout: "" });
      const deleted = await run(["accounts", "delete", "ann", "--yes", "--at", stage], env);
      expect(deleted).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^ann will be deleted: .* within the hour/),
      });
      // The stage goes on with it by itself; until it is over nobody can bring the same person back.
      expect((await run(["import", archive, "--to", stage, "--on-conflict", "replace"], env)).stderr).toMatch(
        /account acc_\S+ is being deleted/,
      );

      const missing = await run(["doctor", "--at", stage.replace("showrunner", "nowhere")], env);
      expect(missing.code).toBe(1);
      expect(missing.stdout).toMatch(/PROBLEM {2}stage: it cannot be looked into/);
    });
  },
);
