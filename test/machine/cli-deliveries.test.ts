import { receiver, type Receiver } from "@showrunner/channels/testing/receiver.ts";
import type { Account } from "@showrunner/core/records.ts";
import { pollAccount } from "@showrunner/services/poll/poll-account.ts";
import { saveRule } from "@showrunner/services/rules/rules.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Machine, prepareMachine } from "./prepared-machine.ts";
import { type Said, type } from "./typed.ts";

let machine: Machine;
let ann: Account;
let hook: Receiver;
let status = 200;

const cli = (...words: string[]): Promise<Said> => type(words, machine.env).done;

beforeEach(async () => {
  status = 200;
  hook = await receiver((_request, response) => response.writeHead(status).end("well, \u001b[31mwell"));
  machine = await prepareMachine();
  ann = await machine.connect("ann");
  await machine.work();
  await cli("channels", "add", "webhook", "my-server", "--set", `url=${hook.origin}`);
  const rule = "name: Tell\nwhen: { event: favorites.item_added }\nthen: [{ do: webhook, channel: my-server }]\n";
  await saveRule(machine.ctx, ann.id, rule, { enabled: true });
  await machine.work();
});
afterEach(async () => {
  await machine.close();
  await hook[Symbol.asyncDispose]();
});

async function favorite(title: string): Promise<void> {
  machine.sandbox.world.favorite("ann", {
    type: "movie",
    trakt: machine.sandbox.world.addMovie({ title, year: 2020 }),
  });
  await pollAccount(machine.ctx, ann.id);
  await machine.work();
}

const idIn = (said: Said): string => /act_[\w-]+/.exec(said.stdout)?.[0] ?? "";

describe("deliveries", () => {
  it("are listed, looked at and sent again", async () => {
    await favorite("A Movie");
    const listed = await cli("deliveries", "list", "my-server");
    expect(listed).toMatchObject({ code: 0, stderr: "" });
    expect(listed.stdout).toMatch(/Tell +done +1 +200 from 127\.0\.0\.1/);
    const id = idIn(listed);
    const shown = await cli("deliveries", "show", id);
    expect(shown.stdout).toContain(`> webhook-id: ${id}`);
    expect(shown.stdout).toContain("| well, [31mwell");
    expect(await cli("deliveries", "replay", id)).toMatchObject({ code: 0, stderr: "" });
    await machine.work();
    expect((await cli("deliveries", "show", id)).stdout).toContain("a replay");
    expect(await cli("deliveries", "show", "act_none")).toMatchObject({ code: 3 });
    const json: unknown = JSON.parse((await cli("deliveries", "list", "my-server", "--json")).stdout);
    expect(json).toMatchObject({
      items: [{ id, replays: 1, tries: [{ status: 200 }, { isReplay: true }] }],
      next: null,
    });
  });
});

describe("channels", () => {
  it("that are off say so, and are switched on again with what failed", async () => {
    await favorite("One");
    status = 410;
    await favorite("Two");
    expect((await cli("channels")).stdout).toMatch(/my-server +webhook +off since/);
    status = 200;
    const before = hook.requests.length;
    expect((await cli("channels", "enable", "my-server", "--recover")).stdout).toContain(
      "1 that failed are sent again",
    );
    await machine.work();
    expect(hook.requests).toHaveLength(before + 1);
    expect((await cli("channels")).stdout).toMatch(/my-server +webhook +works/);
  });

  it("are given new secrets, shown once", async () => {
    const said = await cli("channels", "rotate", "my-server");
    expect(said.stdout).toMatch(/shown this once: \{"signing":\["whsec_/);
    expect((await cli("channels", "rotate", "inbox")).stderr).toContain("signs nothing");
  });
});

describe("rules preview", () => {
  it("shows a message as each kind of channel brings it, and sends nothing", async () => {
    const file = machine.file(
      "rule.yaml",
      `name: Tell\nwhen: { event: movie.watched }\nif: movie.year == 1\nthen:\n  - { do: watchlist.remove }\n  - { do: notify, channel: inbox, title: "Seen: {{ movie.title }}", body: "${"long ".repeat(300)}" }\n`,
    );
    const said = await cli("rules", "preview", file);
    expect(said).toMatchObject({ code: 0, stderr: "" });
    expect(said.stdout).toMatch(/^Pushover {2}\(cut\):\n {2}Seen: /m);
    expect(said.stdout).toMatch(/^Inbox, E-mail, .*:\n {2}Seen: /m);
    expect(said.stdout).toContain("Nothing was sent.");
    const mail = await cli("rules", "preview", file, "--kind", "email", "--json");
    expect(JSON.parse(mail.stdout)).toMatchObject({ place: 1, shown: [{ kind: "email", isCut: false }] });
    expect((await cli("rules", "preview", file, "--action", "1")).stderr).toContain("tells nobody");
    expect(await cli("rules", "preview", file, "--kind", "pager")).toMatchObject({ code: 1 });
  });
});
