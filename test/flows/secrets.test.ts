import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { receiver } from "@showrunner/channels/testing/receiver.ts";
import { Secret } from "@showrunner/core/secret.ts";
import * as Sync from "@showrunner/trakt/contract/sync.ts";
import { latestEvents, latestRuns } from "@showrunner/services/events/explain.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { listChannels, saveChannel } from "@showrunner/services/act/channels.ts";
import type { Services } from "@showrunner/services/context.ts";
import { FaultName } from "@showrunner/trakt-sandbox/faults.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestWorld, testApp, type TestWorld } from "../harness/test-world.ts";

/** Every secret that was sealed: tokens, and what channels were given. */
let canaries: Set<string>;
let folder: string;
let t: TestWorld;
beforeEach(async () => {
  canaries = new Set([testApp.clientSecret.reveal()]);
  folder = mkdtempSync(join(tmpdir(), "showrunner-secrets-"));
  t = await createTestWorld({ databasePath: join(folder, "showrunner.db"), wrap: watchSealing });
});
afterEach(async () => {
  await t.close();
  rmSync(folder, { recursive: true });
});

function watchSealing(ctx: Services): Services {
  const seal: Services["vault"]["seal"] = async (place, secret) => {
    const text = secret.reveal();
    for (const [, value] of text.matchAll(/"(canary[^"]*|whsec_[^"]*)"/g)) if (value !== undefined) canaries.add(value);
    if (place.purpose === "tokens") canaries.add(text);
    return await ctx.vault.seal(place, secret);
  };
  return { ...ctx, vault: { ...ctx.vault, open: (place, sealed) => ctx.vault.open(place, sealed), seal } };
}

const inAnySpelling = (secret: string): string[] => [
  secret,
  Buffer.from(secret).toString("base64").replace(/=+$/, ""),
  Buffer.from(secret).toString("hex"),
  encodeURIComponent(secret),
];

function expectNoSecretIn(where: string, text: string): void {
  const found = [...canaries].filter((secret) => inAnySpelling(secret).some((spelling) => text.includes(spelling)));
  expect(found, `secrets in ${where}`).toEqual([]);
}

const signing = "whsec_Y2FuYXJ5LXNpZ25pbmctc2VjcmV0LWZvci10ZXN0cw==";

describe("secrets", () => {
  it("are in no log entry, stored item, message, error, inbox or body, whatever goes right or wrong", async () => {
    // A hostile receiver tells what it was sent, and a broken one fails with it.
    const echo = (status: number) =>
      receiver((request, response) => {
        const isPing = request.body.includes("webhook.ping");
        response.writeHead(isPing ? 200 : status).end(JSON.stringify(request.headers) + request.body);
      });
    await using hook = await echo(500);
    await using phone = await echo(403);
    const ann = await t.person("ann");
    await saveChannel(t.ctx, ann.id, {
      kind: "webhook",
      name: "hook",
      config: { url: `${hook.origin}/hook` },
      secrets: { signing: [signing] },
    });
    await saveChannel(t.ctx, ann.id, {
      kind: "ntfy",
      name: "phone",
      config: { server: phone.origin, topic: "made-up" },
      secrets: { token: "canary-ntfy-token" },
    });
    await saveChannel(t.ctx, ann.id, {
      kind: "email",
      name: "mail",
      config: {
        host: "127.0.0.1",
        port: 9,
        security: "none",
        user: "me@example.com",
        from: "me@example.com",
        to: "me@example.com",
      },
      secrets: { password: "canary-mail-password" },
    });
    const wrong = {
      kind: "ntfy",
      name: "wrong",
      config: { server: phone.origin },
      secrets: { token: "canary wrong token" },
    };
    const refused = await saveChannel(t.ctx, ann.id, wrong).catch((error: unknown) => error);
    canaries.add("canary wrong token");
    await t.rule(
      ann,
      "name: Tell\nwhen: { event: [movie.watched, connection.needs_reconnect] }\nthen:\n  - { do: webhook, channel: hook }\n  - { do: notify, channel: phone, title: T, body: B }\n  - { do: notify, channel: mail, title: T, body: B }\n  - { do: notify, channel: inbox, title: T, body: B }\n",
    );
    await t.rule(ann, "name: Do\nwhen: { event: movie.watched }\nthen: [{ do: rate, rating: 5 }]\n");
    await t.minutes(3);

    for (const name of FaultName.options) {
      t.sandbox.faults.inject({ name, times: 3 });
      t.world.watch("ann", { type: "movie", trakt: t.world.addMovie({ title: `With ${name}` }) });
      await t.flowing(() => t.minutes(2));
      t.sandbox.faults.clear();
    }
    for (let round = 0; round < 8; round++) await t.sleep(10 * 60_000);
    // Through a renewal whose answer is lost, to the end of the connection.
    await t.clock.advance(4 * 24 * 3_600_000);
    t.sandbox.faults.inject({ name: "lost-answer", match: { route: "/oauth/token" }, times: 1 });
    for (let round = 0; round < 8; round++) await t.sleep(15 * 60_000);
    t.world.disconnectApp("ann");
    for (let round = 0; round < 6; round++) await t.sleep(15 * 60_000);

    expect(canaries.size).toBeGreaterThanOrEqual(8);
    expect(hook.requests.length).toBeGreaterThan(0);
    expect(phone.requests.length).toBeGreaterThan(0);
    expectNoSecretIn("the log", JSON.stringify(t.log));
    expectNoSecretIn("an error", inspect(refused, { depth: 10, showHidden: true }));
    const stored = await t.stored();
    expect(stored).toContain(ann.id);
    expectNoSecretIn("what is stored", stored);
    expectNoSecretIn("the inbox", JSON.stringify(await readInbox(t.ctx, ann.id, 500)));
    expectNoSecretIn(
      "runs and events",
      JSON.stringify([await latestRuns(t.ctx, ann.id, 500), await latestEvents(t.ctx, ann.id, 500)]),
    );
    expectNoSecretIn("channels", inspect(await listChannels(t.ctx, ann.id), { depth: 10 }));
    expectNoSecretIn("a webhook's body", hook.requests.map((request) => request.body).join());
    expectNoSecretIn("a message's body", phone.requests.map((request) => request.body).join());
    expectNoSecretIn("the services themselves", inspect(t.ctx, { depth: 6, showHidden: true }));
  });

  it("of a call to Trakt are in none of its errors, whichever way it fails", async () => {
    await t.person("ann");
    const issued = t.world.issueTokens("ann");
    canaries.add(issued.access_token);
    for (const name of FaultName.options.filter((one) => one !== "slow")) {
      t.sandbox.faults.inject({ name, times: 1 });
      const session = t.ctx.trakt.as({ key: "ann", accessToken: new Secret(issued.access_token) });
      const error = await session.call(Sync.history, {}).catch((reason: unknown) => reason);
      expectNoSecretIn(name, inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error));
      t.sandbox.faults.clear();
    }
    const dead = new Secret("canary-refresh-token");
    canaries.add(dead.reveal());
    const error = await t.ctx.trakt.oauth.refresh(dead).catch((reason: unknown) => reason);
    expectNoSecretIn("a refused refresh", inspect(error, { depth: 10, showHidden: true }));
  });
});
