import { findRule, setEnabled } from "@showrunner/services/rules/rules.ts";
import { latestRuns } from "@showrunner/services/events/explain.ts";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Account } from "@showrunner/core/records.ts";
import { saveRule } from "@showrunner/services/rules/rules.ts";
import { type Machine, prepareMachine } from "./prepared-machine.ts";
import { type Said, type } from "./typed.ts";

let machine: Machine;
let ann: Account;
const cli = (...words: string[]): Promise<Said> => type(words, machine.env).done;

beforeEach(async () => {
  machine = await prepareMachine();
  ann = await machine.connect("ann");
  await machine.work();
});
afterEach(() => machine.close());

it("settings are shown, changed, refused where they are wrong, and taken back", async () => {
  const before = await cli("settings");
  expect(before).toMatchObject({ code: 0, stderr: "" });
  expect(before.stdout).toMatch(/^quiet_hours +none$/m);
  expect(before.stdout).toMatch(/^digests\.daily_at +08:00$/m);

  expect(await cli("settings", "set", "quiet_hours", "22:00-7:00")).toMatchObject({ code: 0 });
  await cli("settings", "set", "quiet_hours.saturday", "none");
  await cli("settings", "set", "time_zone", "Australia/Lord_Howe");
  const after = await cli("settings", "set", "channels.inbox.throttle", "3 per 1 hour");
  expect(after.stdout).toMatch(/^time_zone +Australia\/Lord_Howe$/m);
  expect(after.stdout).toMatch(/^quiet_hours +default 22:00-07:00, saturday none$/m);
  expect(after.stdout).toMatch(/^channels\.inbox\.throttle +3 per 1 hour$/m);

  for (const [key, value, words] of [
    ["quiet_hours", "22 to 7", "quiet_hours: it must be from one time of day to another, such as 22:00-07:00"],
    ["time_zone", "Mars/Olympus", "time_zone: it is no time zone such as Europe/Berlin"],
    ["digests.daily_at", "25:00", "digests.daily_at: it must be a time of day such as 08:00"],
    ["colour", "blue", 'Unrecognized key: "colour"'],
  ] as const) {
    const said = await cli("settings", "set", key, value);
    expect(said).toMatchObject({ code: 2, stdout: "" });
    expect(said.stderr).toContain(words);
  }
  expect(await cli("settings", "set", "channels.phone.quiet_hours", "none")).toMatchObject({ code: 3 });

  const back = await cli("settings", "set", "quiet_hours", "default", "--json");
  expect(JSON.parse(back.stdout)).toMatchObject({ time_zone: "Australia/Lord_Howe" });
  expect(JSON.parse(back.stdout)).not.toHaveProperty("quiet_hours");
}, 60_000);

it("a run is explained with what it waits for", async () => {
  await saveRule(
    machine.ctx,
    ann.id,
    "name: Later\nwhen: { event: item.rated }\nthen:\n  - { do: watchlist.add, wait: 7 days }\n" +
      "  - { do: hold, channel: inbox, title: '{{ movie.title }}' }\n",
    { enabled: true },
  );
  await machine.work();
  const movie = machine.sandbox.world.addMovie({ title: "Heat", year: 1995 });
  machine.sandbox.world.rate("ann", { type: "movie", trakt: movie }, 9);
  await cli("poll", "ann");
  await machine.work();
  const [run] = await latestRuns(machine.ctx, ann.id, 1);
  const said = await cli("explain", run?.id ?? "");
  expect(said.stdout).toMatch(/watchlist\.add: waits until .*, and is looked at again then/);
  expect(said.stdout).toMatch(/notify inbox: held for the digest "Later", which goes out .* 08:00/);
  expect(said.stdout).toMatch(/add Heat to the watchlist: looked at again /);
  expect(said.stdout).toMatch(/send “Heat” to inbox: held, held for the digest "Later"/);
  await setEnabled(machine.ctx, await findRule(machine.ctx, ann.id, "Later"), false);
}, 60_000);
