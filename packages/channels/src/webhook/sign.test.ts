import * as fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { newWebhookSecret, signatureHeaders, WebhookSecret } from "./sign.ts";

// The library compares with the machine's own time.
const nowMs = Date.now();
const body = JSON.stringify({ type: "show.completed", title: "Ōoku 🎬" });

describe("a signature", () => {
  test("is what the standardwebhooks library verifies, for any id, body and secret", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^act_[\w-]{20}$/),
        fc.json(),
        fc.uint8Array({ minLength: 24, maxLength: 64 }),
        (id, json, key) => {
          const secret = `whsec_${Buffer.from(key).toString("base64")}`;
          const headers = signatureHeaders({ id, nowMs, body: json, secrets: [secret] });
          expect(new Webhook(secret).verify(json, { ...headers })).toEqual(JSON.parse(json));
        },
      ),
      { numRuns: 50 },
    );
  });

  test("is made with every live secret, so that either verifies while one is replaced", () => {
    const secrets = [newWebhookSecret(), newWebhookSecret()];
    const headers = signatureHeaders({ id: "act_1", nowMs, body, secrets });
    expect(headers["webhook-signature"].split(" ")).toHaveLength(2);
    for (const secret of secrets) expect(() => new Webhook(secret).verify(body, { ...headers })).not.toThrow();
    expect(() => new Webhook(newWebhookSecret()).verify(body, { ...headers })).toThrow("No matching signature");
  });

  test("covers id, time and body", () => {
    const secret = newWebhookSecret();
    const headers = { ...signatureHeaders({ id: "act_1", nowMs, body, secrets: [secret] }) };
    const webhook = new Webhook(secret);
    expect(() => webhook.verify(`${body} `, headers)).toThrow("No matching signature");
    expect(() => webhook.verify(body, { ...headers, "webhook-id": "act_2" })).toThrow("No matching signature");
    const later = String(Number(headers["webhook-timestamp"]) + 1);
    expect(() => webhook.verify(body, { ...headers, "webhook-timestamp": later })).toThrow("No matching signature");
  });

  test("keeps the id over tries and takes each try's time in whole seconds", () => {
    const secrets = [newWebhookSecret()];
    const first = signatureHeaders({ id: "act_1", nowMs: 1_700_000_000_999, body, secrets });
    const second = signatureHeaders({ id: "act_1", nowMs: 1_700_000_005_000, body, secrets });
    expect([first["webhook-timestamp"], second["webhook-timestamp"]]).toEqual(["1700000000", "1700000005"]);
    expect(second["webhook-id"]).toBe(first["webhook-id"]);
    expect(second["webhook-signature"]).not.toBe(first["webhook-signature"]);
  });

  test("is that of the example in the Standard Webhooks documentation", () => {
    const headers = signatureHeaders({
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
      nowMs: 1_614_265_330_000,
      body: '{"test": 2432232314}',
      secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    });
    expect(headers["webhook-signature"]).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  });
});

describe("a secret", () => {
  test("fresh is whsec_ and 32 random bytes in base64", () => {
    const secret = newWebhookSecret((size) => Buffer.alloc(size, 7));
    expect(secret).toBe(`whsec_${Buffer.alloc(32, 7).toString("base64")}`);
    expect(WebhookSecret.safeParse(secret).success).toBe(true);
    expect(newWebhookSecret()).not.toBe(newWebhookSecret());
  });

  const encoded = (size: number): string => Buffer.alloc(size, 1).toString("base64");
  test.each([
    [`whsec_${encoded(24)}`, true],
    [`whsec_${encoded(64)}`, true],
    [`whsec_${encoded(23)}`, false],
    [`whsec_${encoded(65)}`, false],
    [encoded(32), false],
    [`whsec_${encoded(32)}\n`, false],
    [`whsec_${encoded(32)} `, false],
    [`whsec_${encoded(32).replace("=", "")}`, false],
    [`whsec_not base64 at all, but long enough to be one`, false],
    ["whsec_", false],
    ["", false],
  ])("%j is one: %j", (secret, valid) => {
    expect(WebhookSecret.safeParse(secret).success).toBe(valid);
  });

  test("that is none is named by no error", () => {
    const error = WebhookSecret.safeParse("whsec_canary-in-the-mine").error;
    expect(JSON.stringify(error?.issues)).not.toContain("canary");
  });
});
