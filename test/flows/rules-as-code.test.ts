import { parseRuleFile } from "@showrunner/rules/rule-file.ts";
import { filledIn } from "@showrunner/rules/testing/filled-in.ts";
import { listRules, findRule, nameOf, removeRule, saveRule, setEnabled } from "@showrunner/services/rules/rules.ts";
import { applyRules, exportRules, planRules, type RulePlan } from "@showrunner/services/rules/plan.ts";
import { listVersions, restoreVersion } from "@showrunner/services/rules/versions.ts";
import { madeUp, type MadeUp } from "@showrunner/api/testing/made-up.ts";
import { saveChannel } from "@showrunner/services/act/channels.ts";
import { ruleKey } from "@showrunner/core/keys.ts";
import type { Account } from "@showrunner/core/records.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

let w: MadeUp;
let ann: Account;
beforeEach(async () => {
  w = madeUp();
  ann = await w.account("ann");
  await saveChannel(w.ctx, ann.id, { kind: "inbox", name: "inbox", config: {}, secrets: {} });
});
afterEach(() => w.close());

const text = (name: string, more = "") => `  - name: ${name}
    when: { event: show.ended }
    then: [{ do: drop }]
${more}`;

async function make(file: string, prune = false): Promise<RulePlan> {
  const filed = parseRuleFile(file);
  const plan = await planRules(w.ctx, ann.id, filed, { prune });
  await applyRules(w.ctx, ann.id, filed, plan);
  return plan;
}

describe("a file of rules", () => {
  it("applied, is what the account has; applied again, or exported and applied, changes nothing", async () => {
    const file = `rules:\n${text("A")}${text("B", "    enabled: false\n")}`;
    expect(await make(file)).toMatchObject({ count: 2, changes: [{ kind: "add" }, { kind: "add" }] });
    expect((await listRules(w.ctx, ann.id)).map((rule) => [nameOf(rule), rule.enabled])).toEqual([
      ["A", true],
      ["B", false],
    ]);
    expect((await make(file)).count).toBe(0);
    expect((await make(await exportRules(w.ctx, ann.id))).count).toBe(0);
    expect((await listRules(w.ctx, ann.id)).map((rule) => rule.version)).toEqual([1, 1]);
  });

  it("comes back without loss for every recipe, exported and applied to another account", async () => {
    for (const rule of filledIn()) await saveRule(w.ctx, ann.id, rule, { enabled: true });
    const bo = await w.account("bo");
    await saveChannel(w.ctx, bo.id, { kind: "inbox", name: "inbox", config: {}, secrets: {} });
    const filed = parseRuleFile(await exportRules(w.ctx, ann.id));
    const plan = await planRules(w.ctx, bo.id, filed, { prune: false });
    await applyRules(w.ctx, bo.id, filed, plan);
    const sources = async (id: string) => (await listRules(w.ctx, id)).map((rule) => rule.source);
    expect(await sources(bo.id)).toEqual(await sources(ann.id));
  });

  it("is planned as a readable difference, and planning changes nothing", async () => {
    await make(`rules:\n${text("A")}`);
    const filed = parseRuleFile(`rules:\n${text("A", "    if: show.rating >= 7.0\n")}`);
    const plan = await planRules(w.ctx, ann.id, filed, { prune: false });
    expect(plan).toMatchObject({
      count: 1,
      changes: [{ kind: "change", name: "A", version: 1, switched: null, renamedFrom: null }],
    });
    const [change] = plan.changes;
    expect(change?.kind === "change" ? change.diff.split("\n").filter((line) => /^[+-]/.test(line)) : []).toEqual([
      "+if: show.rating >= 7.0",
    ]);
    expect((await findRule(w.ctx, ann.id, "A")).version).toBe(1);
  });

  it("leaves what is not in it, and removes it only when told to prune", async () => {
    await make(`rules:\n${text("A")}${text("B")}`);
    expect(await make(`rules:\n${text("A")}`)).toMatchObject({
      count: 0,
      changes: [{ kind: "same" }, { kind: "left", name: "B" }],
    });
    expect(await make(`rules:\n${text("A")}`, true)).toMatchObject({
      count: 1,
      changes: [{ kind: "same" }, { kind: "remove", name: "B" }],
    });
    expect((await listRules(w.ctx, ann.id)).map(nameOf)).toEqual(["A"]);
  });

  it("renames a rule by its id, which stays the same rule with its history", async () => {
    await make(`rules:\n${text("A")}`);
    const { id } = await findRule(w.ctx, ann.id, "A");
    expect(await make(`rules:\n${text("New name", `    id: ${id}\n`)}`)).toMatchObject({
      changes: [{ kind: "change", renamedFrom: "A", name: "New name" }],
    });
    expect(await findRule(w.ctx, ann.id, "New name")).toMatchObject({ id, version: 2 });
  });

  it("overwrites nothing that was changed since the plan was made", async () => {
    await make(`rules:\n${text("A")}`);
    const filed = parseRuleFile(`rules:\n${text("A", "    if: show.rating >= 7.0\n")}`);
    const plan = await planRules(w.ctx, ann.id, filed, { prune: false });
    await make(`rules:\n${text("A", "    if: show.rating >= 9.0\n")}`);
    await expect(applyRules(w.ctx, ann.id, filed, plan)).rejects.toMatchObject({ code: "rule.changed_meanwhile" });
    expect((await findRule(w.ctx, ann.id, "A")).source).toMatchObject({ if: "show.rating >= 9.0" });
  });

  it("changes nothing at all when any rule of it names a channel that is not there", async () => {
    const file = `rules:\n${text("A")}  - name: B\n    when: { event: show.ended }\n    then: [{ do: webhook, channel: nowhere }]\n`;
    await expect(make(file)).rejects.toMatchObject({ code: "channel.unknown" });
    expect(await listRules(w.ctx, ann.id)).toEqual([]);
  });

  it("refuses to give a rule the name of one that stays", async () => {
    await make(`rules:\n${text("A")}${text("B")}`);
    const { id } = await findRule(w.ctx, ann.id, "A");
    await expect(make(`rules:\n${text("B", `    id: ${id}\n`)}`)).rejects.toMatchObject({ code: "rule.exists" });
  });
});

describe("a rule's versions", () => {
  it("keep what it was at each save, and restoring one makes it the newest, on or off as the rule is", async () => {
    await make(`rules:\n${text("A")}`);
    await make(`rules:\n${text("A", "    if: show.rating >= 7.0\n")}`);
    const off = await setEnabled(w.ctx, await findRule(w.ctx, ann.id, "A"), false);
    const restored = await restoreVersion(w.ctx, off, 1);
    expect(restored).toMatchObject({ version: 3, enabled: false, id: off.id });
    expect(restored.source).not.toHaveProperty("if");
    expect((await listVersions(w.ctx, restored)).map((one) => [one.version, "if" in one.source])).toEqual([
      [3, false],
      [2, true],
      [1, false],
    ]);
    await expect(restoreVersion(w.ctx, restored, 9)).rejects.toMatchObject({ code: "rule.no_version" });
  });

  it("do not bring back a rule that was removed", async () => {
    await make(`rules:\n${text("A")}`);
    const rule = await findRule(w.ctx, ann.id, "A");
    await removeRule(w.ctx, rule);
    await expect(restoreVersion(w.ctx, rule, 1)).rejects.toMatchObject({ code: "rule.unknown" });
  });
});

describe("an account", () => {
  it("has room for a thousand rules, and is told so by the next", async () => {
    const first = await saveRule(w.ctx, ann.id, `name: A\nwhen: { event: show.ended }\nthen: [{ do: drop }]`, {
      enabled: false,
    });
    for (let at = 1; at < 1000; at++) {
      const id = `rul_${at}`;
      const rule = { ...first, id, source: { ...first.source, name: `A ${at}` } };
      await w.ctx.store.put({ ...ruleKey(ann.id, id), v: 1, data: rule }, { kind: "absent" });
    }
    await expect(make(`rules:\n${text("B")}`)).rejects.toMatchObject({ code: "rule.too_many" });
    expect((await make(`rules:\n${text("A 7", "    description: changed\n")}`)).count).toBe(1);
  });
});
