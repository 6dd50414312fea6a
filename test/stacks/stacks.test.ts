import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { houseAddress } from "@showrunner/local/house/house-address.ts";
import { beforeAll, describe, expect, it } from "vitest";
import { installSst } from "../../tools/install-sst.ts";
import { root } from "../../tools/project.ts";
import { architectureOf } from "./architecture.ts";
import { bundleRecorder, type Graph, ofType, recordGraph } from "./graph.ts";
import { queueRules } from "./queue-rules.ts";
import { roleRules } from "./role-rules.ts";
import { resourcesIn } from "./roles.ts";
import { complaints } from "./rule.ts";
import { siteRules } from "./site-rules.ts";
import { stageRules } from "./stage-rules.ts";

const rules = [...queueRules, ...roleRules, ...siteRules, ...stageRules];

/** With everything that a stage may have, and with nothing of it. */
const stages = {
  production: {
    SHOWRUNNER_DOMAIN: "tv.example.org",
    SHOWRUNNER_SENDER: "showrunner@example.org",
    SHOWRUNNER_ALARM_EMAIL: "ops@example.org",
  },
  dev: {},
};
type Stage = keyof typeof stages;

const missing = await installSst();
if (missing !== undefined) process.stderr.write(`the stacks are not tested here: ${missing}\n`);

describe.skipIf(missing !== undefined)("the stacks", () => {
  const graphs = new Map<Stage, Graph>();
  const graphOf = (stage: Stage): Graph => {
    const graph = graphs.get(stage);
    if (graph === undefined) throw new Error(`${stage} was not recorded`);
    return graph;
  };

  beforeAll(async () => {
    const recorder = await bundleRecorder();
    await Promise.all(
      (["production", "dev"] as const).map(async (stage) => {
        graphs.set(stage, await recordGraph(recorder, stage, stages[stage]));
      }),
    );
  }, 120_000);

  describe.each(["production", "dev"] as const)("of %s", (stage) => {
    it.each(rules)("$states", (rule) => {
      expect(complaints(rule, graphOf(stage))).toEqual([]);
    });
  });

  describe.each(rules)("where it does not hold that $states", (rule) => {
    it.each(Object.entries(rule.breaks))("that is seen: %s", (_, damage) => {
      const graph = structuredClone(graphOf("production"));
      damage(graph);
      expect(complaints(rule, graph)).not.toEqual([]);
    });
  });

  it("have a domain, a sender and somebody to tell of alarms only where the stage says so", () => {
    const count = (stage: Stage) =>
      (["certificate", "mail", "subscription"] as const).map((type) => ofType(graphOf(stage), type).length);
    expect(count("production")).toEqual([1, 1, 1]);
    expect(count("dev")).toEqual([0, 0, 0]);
  });

  it("are what the README says of them", async () => {
    const wanted = `${JSON.stringify(architectureOf(graphOf("production")), null, 2)}\n`;
    // Changed on purpose? `npx vitest run test/stacks -u`, then `npm run docs`.
    await expect(wanted).toMatchFileSnapshot(join(root, "stacks", "architecture.json"));
  });

  it("tell at their end where the stage is, as the command line wants to know it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "showrunner-outputs-"));
    try {
      for (const stage of ["production", "dev"] as const) {
        const { outputs } = graphOf(stage);
        await writeFile(join(folder, "outputs.json"), JSON.stringify(outputs));
        const { keys } = resourcesIn(graphOf(stage));
        expect(houseAddress(`stage:${join(folder, "outputs.json")}`)).toMatchObject({
          kind: "stage",
          region: "eu-west-1",
          tokensKey: keys.tokens,
          channelsKey: keys.channels,
          queues: { Deliveries: expect.stringContaining("DeliveriesQueue") },
          deadLetters: { Deliveries: expect.stringContaining("DeliveriesDlqQueue") },
        });
        expect(outputs["url"]).toBe(stage === "dev" ? "https://d1.cloudfront.net" : "https://tv.example.org");
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("have a section of docs/operate.md for each alarm, and none for others", async () => {
    const text = await readFile(join(root, "docs", "operate.md"), "utf8");
    const headings = text.split("\n").filter((line) => line.startsWith("### "));
    const sections = headings
      .flatMap((line) => [...line.matchAll(/`([A-Za-z]+)(…?)`/g)])
      .map(([, name, more]) => ({ name, more }));
    const fits = (alarm: string) => (one: (typeof sections)[number]) =>
      one.more === "" ? alarm === one.name : alarm.startsWith(one.name ?? "?");
    const alarms = ofType(graphOf("production"), "alarm").map(({ name }) => name);
    expect(alarms.length).toBeGreaterThan(20);
    expect(alarms.filter((alarm) => sections.filter(fits(alarm)).length !== 1)).toEqual([]);
    expect(sections.filter((one) => !alarms.some((alarm) => fits(alarm)(one)))).toEqual([]);
  });

  it("name no variable that cannot be used", async () => {
    const recorder = await bundleRecorder();
    await expect(recordGraph(recorder, "dev", { SHOWRUNNER_SENDER: "not an address" })).rejects.toThrow(
      /SHOWRUNNER_SENDER/,
    );
  });

  it("are of SST's own types", { timeout: 120_000 }, async () => {
    const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
    const args = [tsc, "--noEmit", "--pretty", "false", "-p", join(root, "stacks", "tsconfig.sst.json")];
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      cwd: root,
      maxBuffer: 16 * 1024 * 1024,
    }).catch((error: { stdout: string }) => error);
    // SST's sources are compiled along, and are not written by rules as strict.
    expect(stdout.split("\n").filter((line) => /^(stacks\/|sst\.config)/.test(line))).toEqual([]);
  });
});
