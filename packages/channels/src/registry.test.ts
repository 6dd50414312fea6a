import { describe, expect, test } from "vitest";
import { channelKindOf, channelKinds } from "./registry.ts";
import { context, notification, problemFrom } from "./testing/deliveries.ts";

describe("every kind of channel", () => {
  test("is found by its name", () => {
    expect(channelKinds.map(({ kind }) => kind)).toEqual([
      "inbox",
      "email",
      "web_push",
      "discord",
      "slack",
      "telegram",
      "ntfy",
      "gotify",
      "pushover",
      "matrix",
      "webhook",
    ]);
    for (const kind of channelKinds) expect(channelKindOf(kind.kind)).toBe(kind);
    expect(channelKindOf("carrier pigeon")).toBeUndefined();
  });

  test.each(channelKinds)(
    "$kind has an example that its own schemas accept as it is",
    ({ config, secrets, example }) => {
      expect(config.parse(example.config)).toEqual(example.config);
      expect(secrets.parse(example.secrets)).toEqual(example.secrets);
    },
  );

  const canary = "canary-in-a-secret";
  const unusable = {
    config: {
      url: canary,
      host: 5,
      topic: `${canary}!`,
      chat: canary,
      server: canary,
      homeserver: canary,
      device: `${canary}!`,
      contact: canary,
    },
    secrets: { url: canary, token: `${canary} `, signing: [canary], password: 5, endpoint: canary },
  };
  const setUp = channelKinds.filter(({ kind }) => kind !== "inbox");
  // Discord's and Slack's settings are all secret: there is none to get wrong.
  const withConfig = setUp.filter(({ kind }) => kind !== "discord" && kind !== "slack");

  test.each([
    ...withConfig.map((kind) => ({ kind, what: "settings", saved: { ...kind.example, config: unusable.config } })),
    ...setUp.map((kind) => ({ kind, what: "secrets", saved: { ...kind.example, secrets: unusable.secrets } })),
  ])("$kind.kind checks its $what before it sends, and names fields, never values", async ({ kind, what, saved }) => {
    const problem = await problemFrom(kind.send(context(), { ...saved, notification: notification() }));
    expect(problem).toMatchObject({ code: "channel.misconfigured", retry: { kind: "never" } });
    expect(problem.message).toContain(`${kind.label} channel's ${what} cannot be used: `);
    expect(JSON.stringify(problem) + problem.message).not.toContain(canary);
  });

  test("delivers with what was saved", async () => {
    const ctx = context();
    await channelKindOf("inbox")?.send(ctx, { config: {}, secrets: {}, notification: notification() });
    expect(ctx.entries).toHaveLength(1);
  });
});
