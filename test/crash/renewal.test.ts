import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { accountPk, connectionKey } from "@showrunner/core/keys.ts";
import { Connection } from "@showrunner/core/records.ts";
import { connectAccount, getConnection, listAccounts } from "@showrunner/services/accounts/accounts.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { listRules, saveRule } from "@showrunner/services/rules/rules.ts";
import { loadAll } from "@showrunner/services/stored.ts";
import { describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld, tokensOf } from "../harness/test-world.ts";
import { live, tick } from "./drive.ts";
import { type Fate, Killed, mortal } from "./mortal.ts";

const rule =
  "name: Plays noted\nwhen: { event: episode.watched }\nthen:\n" +
  "  - { do: notify, channel: inbox, title: 'Episode {{ episode.number }}', body: seen }\n";

interface Renewed {
  steps: readonly string[];
  /** How often Trakt saw a refresh token: one that was new, and one that was used up. */
  rotated: number;
  refused: number;
  needsReconnect: boolean;
  /** The titles of the inbox, after the person has connected again where they must. */
  inbox: string[];
  plays: number;
}

/** A life in which the tokens are renewed twice: past half of their life, and because Trakt refuses them. */
async function renewTwice(fate: Fate | undefined): Promise<Renewed> {
  const t = await createTestWorld({ behaviour: { tokenLifeSeconds: 40 * 60 } });
  try {
    const { episodes } = addWeeklyShow(t.sandbox, { title: "Show", aired: 3 });
    const account = await t.person("ann");
    await t.rule(account, rule);
    await tick({ ctx: t.ctx, receiver: t.database.queue });
    const watch = (at: number): void => {
      t.world.watch("ann", { type: "episode", trakt: episodes[at] ?? 0 });
    };
    const happenings = new Map<number, () => void>([
      [22, () => watch(0)],
      [
        24,
        () => {
          t.sandbox.faults.inject({ name: "401", times: 1, match: { username: "ann" } });
        },
      ],
      [26, () => watch(1)],
      [50, () => {}],
    ]);
    const workers = await live(t, happenings, { fateOf: (worker) => (worker === 0 ? fate : undefined) });
    const needsReconnect = (await getConnection(t.ctx, account.id)).value.state === "needs_reconnect";
    if (needsReconnect) {
      await connectAccount(t.ctx, tokensOf(t.world.issueTokens("ann")));
      await t.minutes(3);
    }
    const attempts = t.world.refreshAttempts();
    const events = await loadAll(t.ctx.store, ChangeEvent, accountPk(account.id), "EVENT#");
    return {
      steps: workers[0]?.steps ?? [],
      rotated: attempts.filter((one) => one.outcome === "rotated").length,
      refused: attempts.filter((one) => one.outcome === "refused").length,
      needsReconnect,
      inbox: (await readInbox(t.ctx, account.id, 20)).map((one) => one.title).toSorted(),
      plays: events.filter((one) => one.value.type === "episode.watched").length,
    };
  } finally {
    await t.close();
  }
}

describe("a renewal of tokens that is cut off", () => {
  it(
    "anywhere is repeated, or, where Trakt has used the token up, told to the person",
    { timeout: 300_000 },
    async () => {
      const expected = await renewTwice(undefined);
      expect(expected).toMatchObject({ refused: 0, needsReconnect: false, plays: 2 });
      expect(expected.inbox).toEqual(["Episode 1", "Episode 2"]);
      const { steps } = expected;
      // What is not near a renewal is the other tests' business.
      const near = steps.flatMap((_, at) => {
        const around = steps.slice(Math.max(0, at - 3), at + 4);
        return around.some((step) => step.endsWith(" CONNECTION") || step.includes("oauth")) ? [at + 1] : [];
      });
      const wrong: unknown[] = [];
      let lost = 0;
      for (const number of near)
        for (const when of ["before", "after"] as const) {
          const found = await renewTwice((moment, step) =>
            step.number === number && moment === when ? "die" : undefined,
          );
          const isCutOff = found.refused > 0;
          lost += isCutOff ? 1 : 0;
          const inbox = isCutOff ? [...expected.inbox, "Trakt must be connected again"] : expected.inbox;
          const isRight =
            found.plays === 2 &&
            found.refused <= 1 &&
            found.needsReconnect === isCutOff &&
            JSON.stringify(found.inbox) === JSON.stringify(inbox.toSorted());
          if (!isRight) wrong.push({ at: `${when} ${number} (${found.steps[number - 1]})`, ...found, steps: 0 });
        }
      process.stdout.write(
        `${near.length * 2} kills near ${expected.rotated} renewals, ${lost} of them cost the tokens\n`,
      );
      expect(wrong).toEqual([]);
      expect(lost).toBeGreaterThan(0);
    },
  );
});

describe("a sign-in that is cut off", () => {
  it.each(["first", "second"] as const)(
    "anywhere, the %s time, has connected nobody or leaves somebody who is polled",
    { timeout: 300_000 },
    async (time) => {
      const t = await createTestWorld();
      try {
        const { episodes } = addWeeklyShow(t.sandbox, { title: "Show", aired: 1 });
        /** Signs somebody new in, who is gone again where they are to sign in again, and dies there. */
        const signInUntil = async (username: string, fate: Fate): Promise<readonly string[]> => {
          if (time === "first") t.world.addPerson({ username });
          else {
            await t.person(username);
            t.world.disconnectApp(username);
            await t.minutes(2);
          }
          const worker = mortal(t.ctx, t.database.queue, fate);
          try {
            await connectAccount(worker.ctx, tokensOf(t.world.issueTokens(username)));
          } catch (error) {
            if (!(error instanceof Killed)) throw error;
            await worker.atRest();
          }
          return worker.steps;
        };
        const steps = await signInUntil("nobody", () => undefined);
        expect(steps.length).toBeGreaterThan(3);
        const names = new Map<string, string>();
        for (const [at, step] of steps.entries())
          for (const when of ["before", "after"] as const) {
            const username = `${when}${at}`;
            await signInUntil(username, (moment, one) =>
              one.number === at + 1 && moment === when ? "die" : undefined,
            );
            names.set(username, `${when} ${step}`);
          }
        await t.minutes(6);
        const polled: string[] = [];
        for (const account of await listAccounts(t.ctx)) {
          const stored = await t.ctx.store.get(connectionKey(account.id));
          const isActive = stored !== undefined && Connection.parse(stored.data).state === "active";
          // Who is not connected is seen to be so, and signs in once more.
          if (!isActive) await t.connect(account.username);
          else polled.push(account.username);
          await t.rule(account, rule);
        }
        for (const username of names.keys())
          if (!(await listAccounts(t.ctx)).some((one) => one.username === username))
            await t.rule(await t.connect(username), rule);
        expect(polled.length).toBeGreaterThan(1);
        await t.minutes(6);
        const wrong: string[] = [];
        for (const username of names.keys()) t.world.watch(username, { type: "episode", trakt: episodes[0] ?? 0 });
        await t.minutes(6);
        for (const { id, username } of await listAccounts(t.ctx)) {
          if (username === "nobody") continue;
          const told = (await readInbox(t.ctx, id, 20)).filter((one) => one.title === "Episode 1");
          if (told.length !== 1) wrong.push(`${names.get(username)}: told ${told.length} times`);
        }
        expect(wrong).toEqual([]);
      } finally {
        await t.close();
      }
    },
  );
});

describe("a command that is cut off", () => {
  it(
    "anywhere while it saves a rule has saved none, or is saved whole by saving it again",
    { timeout: 300_000 },
    async () => {
      const saveAt = async (fate: Fate): Promise<{ steps: readonly string[]; inbox: string[] }> => {
        const t = await createTestWorld();
        try {
          const { episodes } = addWeeklyShow(t.sandbox, { title: "Show", aired: 3 });
          const account = await t.person("ann");
          await tick({ ctx: t.ctx, receiver: t.database.queue });
          const command = mortal(t.ctx, t.database.queue, fate);
          try {
            await saveRule(command.ctx, account.id, rule, { enabled: true });
          } catch (error) {
            if (!(error instanceof Killed)) throw error;
            await command.atRest();
          }
          // Who finds it in the list takes it for saved; who does not saves it again.
          if ((await listRules(t.ctx, account.id)).length === 0) await t.rule(account, rule);
          await t.minutes(8);
          t.world.watch("ann", { type: "episode", trakt: episodes[0] ?? 0 });
          await t.minutes(8);
          return { steps: command.steps, inbox: (await readInbox(t.ctx, account.id, 20)).map((one) => one.title) };
        } finally {
          await t.close();
        }
      };
      const { steps } = await saveAt(() => undefined);
      expect(steps.length).toBeGreaterThan(3);
      for (const [at, step] of steps.entries())
        for (const when of ["before", "after"] as const) {
          const { inbox } = await saveAt((moment, one) =>
            one.number === at + 1 && moment === when ? "die" : undefined,
          );
          expect({ step, when, inbox }).toEqual({ step, when, inbox: ["Episode 1"] });
        }
    },
  );
});
