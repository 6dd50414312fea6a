import { describe, expect, test } from "vitest";
import { channelKindOf, channelKinds } from "./registry.ts";
import { context, notification, problemFrom } from "./testing/deliveries.ts";

describe("every kind of channel", () => {
  test("is found by its name", () => {
    expect(channelKinds.map(({ kind }) => kind)).toEqual(["inbox", "email", "discord", "ntfy", "webhook"]);
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

  test("checks what was saved before it sends, and names fields, never values", async () => {
    const canary = "canary-in-a-secret";
    for (const kind of channelKinds.filter(({ kind: name }) => name !== "inbox")) {
      const problem = await problemFrom(
        kind.send(context(), {
          config: { url: canary, host: 5, topic: `${canary}!` },
          secrets: { url: canary, token: `${canary} `, signing: [canary], password: 5 },
          notification: notification(),
        }),
      );
      expect(problem).toMatchObject({ code: "channel.misconfigured", retry: { kind: "never" } });
      expect(JSON.stringify(problem) + problem.message).not.toContain(canary);
    }
  });

  test("delivers with what was saved", async () => {
    const ctx = context();
    await channelKindOf("inbox")?.send(ctx, { config: {}, secrets: {}, notification: notification() });
    expect(ctx.entries).toHaveLength(1);
  });
});
