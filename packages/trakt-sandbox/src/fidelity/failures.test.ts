import { describe, expect, test } from "vitest";
import type { FaultName } from "../faults.ts";
import { sandboxes } from "../testing/several.ts";

/** What Trakt does that its documents do not say, or say otherwise; what is one route's alone is tested beside it. */
const start = sandboxes();

describe("what the edge and the servers say when they fail", () => {
  const forms: [FaultName, number, type: RegExp, Record<string, string | null>][] = [
    ["400", 400, /^$/, {}],
    ["401", 401, /^$/, { "x-private-user": null }],
    ["401-private", 401, /^$/, { "x-private-user": "true" }],
    ["403-html", 403, /html/, { server: "cloudflare" }],
    ["404", 404, /html/, {}],
    ["405", 405, /html/, {}],
    ["409", 409, /json/, {}],
    ["412", 412, /^$/, {}],
    ["420", 420, /^$/, { "x-account-limit": null, "x-upgrade-url": null }],
    [
      "420-told",
      420,
      /^$/,
      { "x-account-limit": "100", "x-vip-user": "false", "x-upgrade-url": "https://trakt.tv/vip" },
    ],
    ["422", 422, /^$/, {}],
    ["423", 423, /^$/, { "x-account-locked": "true", "x-account-deactivated": "false" }],
    ["423-deactivated", 423, /^$/, { "x-account-locked": "false", "x-account-deactivated": "true" }],
    ["426", 426, /^$/, { "x-upgrade-url": "https://trakt.tv/vip" }],
    ["429", 429, /^$/, { "retry-after": "10" }],
    ["429-json", 429, /json/, { "retry-after": "10" }],
    ["429-bare", 429, /html/, { "retry-after": null, "x-ratelimit": null }],
    ["429-html", 429, /html/, { "retry-after": "10", "x-ratelimit": null }],
    ["429-text", 429, /^text\/plain/, { "retry-after": "143", "x-ratelimit": null }],
    ["429-retry-300", 429, /html/, { "retry-after": "300", "x-ratelimit": null }],
    ["500", 500, /html/, {}],
    ["502", 502, /html/, { server: "cloudflare" }],
    ["503", 503, /html/, { "retry-after": "30" }],
    ["504", 504, /html/, { server: "cloudflare" }],
    ["520", 520, /html/, { server: "cloudflare" }],
    ["521", 521, /html/, { server: "cloudflare" }],
    ["522", 522, /html/, { server: "cloudflare" }],
    ["empty-200", 200, /json/, {}],
    ["html-200", 200, /html/, {}],
  ];

  test.for(forms)("%s is %i in its true form, once, and nothing is done", async ([name, status, type, said]) => {
    const { call, faults, world } = await start();
    faults.inject({ name, times: 1 });
    const answer = await call("ada", "/users/me");
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type") ?? "").toMatch(type);
    for (const [header, value] of Object.entries(said))
      expect([header, answer.headers.get(header)]).toEqual([header, value]);
    expect((await call("ada", "/users/me")).status).toBe(200);
    expect(world.writes()).toEqual([]);
  });

  test("the bucket of a 429 is told as JSON in its header, that of the method", async () => {
    const { call, faults } = await start();
    for (const [method, name] of [
      ["GET", "AUTHED_API_GET_LIMIT"],
      ["DELETE", "AUTHED_API_POST_LIMIT"],
    ] as const) {
      faults.inject({ name: "429", times: 1 });
      const bucket: unknown = JSON.parse(
        (await call("ada", "/checkin", { method })).headers.get("x-ratelimit") ?? "null",
      );
      expect(bucket).toMatchObject({ name, remaining: 0, until: expect.stringMatching(/^\d{4}-.*:\d{2}Z$/) });
    }
  });
});
