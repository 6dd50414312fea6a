import { describe, expect, test } from "vitest";
import * as z from "zod";
import { createGuard } from "../guard/guard.ts";
import { createGuardedHttp } from "../guard/http.ts";
import { context, notification, problemFrom, rerouted } from "../testing/deliveries.ts";
import { receiver, type Receiver, type Respond } from "../testing/receiver.ts";
import { discord } from "./discord.ts";

const token = "canary-TOKEN_of-a-made-up-webhook";
const url = `https://discord.com/api/webhooks/123456789012345678/${token}`;

/** Discord's answers: 200 and the stored message when asked to wait. */
const discordLike: Respond = (request, response) => {
  const wait = request.path.includes("wait=true");
  response.writeHead(wait ? 200 : 204, { "content-type": "application/json" });
  response.end(wait ? JSON.stringify({ id: "1", type: 0, content: "" }) : undefined);
};

const failing =
  (status: number, body: unknown, headers: Record<string, string> = {}): Respond =>
  (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };

async function deliver(
  there: Receiver,
  over: Partial<ReturnType<typeof notification>> = {},
  options: { repeated?: boolean; url?: string } = {},
) {
  const plain = context({ repeated: options.repeated ?? false });
  const http = rerouted(plain.http, "https://discord.com", there.origin);
  const receipt = await discord.send(
    { ...plain, http },
    { config: {}, secrets: { url: options.url ?? url }, notification: notification(over) },
  );
  return { receipt, hosts: http.hosts };
}

const Embeds = z.object({
  embeds: z.array(
    z.object({
      title: z.string(),
      description: z.string(),
      url: z.string().optional(),
      footer: z.object({ text: z.string() }),
    }),
  ),
});

const sentEmbed = (there: Receiver): unknown => JSON.parse(there.requests[0]?.body ?? "null");

describe("Discord", () => {
  test("is given one embed that mentions nobody, and waits until it is stored", async () => {
    await using there = await receiver(discordLike);
    const { receipt, hosts } = await deliver(there);
    expect(there.requests[0]).toMatchObject({
      method: "POST",
      path: `/api/webhooks/123456789012345678/${token}?wait=true`,
    });
    expect(sentEmbed(there)).toEqual({
      username: "Showrunner",
      allowed_mentions: { parse: [] },
      embeds: [
        {
          title: "Game of Thrones S02E08 airs tonight",
          description: "The Prince of Winterfell, at 21:00.",
          url: "https://trakt.tv/shows/game-of-thrones/seasons/2/episodes/8",
          timestamp: "2026-11-20T18:00:00.000Z",
          color: 0xed1c24,
          footer: { text: "Tell me before it airs" },
        },
      ],
    });
    expect(receipt).toMatchObject({ status: 200, detail: "200 from discord.com" });
    expect(hosts).toEqual([["discord.com", "discordapp.com"]]);
  });

  test("posts into a thread when the URL names one", async () => {
    await using there = await receiver(discordLike);
    await deliver(there, {}, { url: `${url}?thread_id=42` });
    expect(there.requests[0]?.path).toContain("?thread_id=42&wait=true");
  });

  test("is given no more than its limits, without half characters", async () => {
    await using there = await receiver(discordLike);
    await deliver(there, {
      title: "🎬".repeat(300),
      body: "*🎬".repeat(3000),
      rule: { id: "rul_1", name: "long ".repeat(600) },
    });
    const [embed] = Embeds.parse(sentEmbed(there)).embeds;
    expect(embed?.title).toBe(`${"🎬".repeat(127)}…`);
    expect(embed?.description.length).toBeLessThanOrEqual(4096);
    expect(embed?.description.length).toBeGreaterThan(4090);
    expect(embed?.description.isWellFormed()).toBe(true);
    expect(embed?.footer.text.length).toBeLessThanOrEqual(100);
  });

  test("shows a hostile title as it reads", async () => {
    await using there = await receiver(discordLike);
    await deliver(there, {
      title: "@everyone **[free](https://evil.example)**\r\nX: y",
      body: "<@&1> `x`",
      url: "javascript:alert(1)",
    });
    const [embed] = Embeds.parse(sentEmbed(there)).embeds;
    expect(embed?.title).toBe("\\@everyone \\*\\*\\[free\\](https://evil.example)\\*\\* X: y");
    expect(embed?.description).toBe("\\<\\@&1\\> \\`x\\`");
    expect(embed).not.toHaveProperty("url");
  });

  test("says so when a message may be there already", async () => {
    await using there = await receiver(discordLike);
    await deliver(there, {}, { repeated: true });
    expect(Embeds.parse(sentEmbed(there)).embeds[0]?.footer.text).toContain("Sent again");
  });

  test("that limits the rate is obeyed to the millisecond its answer says", async () => {
    const limited = { message: "You are being rate limited.", retry_after: 64.57, global: false };
    await using there = await receiver(failing(429, limited, { "retry-after": "65" }));
    expect(await problemFrom(deliver(there))).toMatchObject({
      code: "channel.rate_limited",
      retry: { kind: "after", afterMs: 64_570 },
    });
  });

  test("that limits the rate without JSON is obeyed by its header", async () => {
    await using there = await receiver(failing(429, "<html>", { "retry-after": "65" }));
    expect(await problemFrom(deliver(there))).toMatchObject({ retry: { kind: "after", afterMs: 65_000 } });
  });

  test.each([
    [404, { message: "Unknown Webhook", code: 10_015 }],
    [401, { message: "Invalid Webhook Token", code: 50_027 }],
  ])("that answers %d no longer has the webhook: nothing more is sent", async (status, body) => {
    await using there = await receiver(failing(status, body));
    const problem = await problemFrom(deliver(there));
    expect(problem).toMatchObject({ code: "channel.gone", retry: { kind: "never" }, status });
    expect(problem.message).toContain(body.message);
  });

  test.each([
    [400, "channel.refused", { kind: "never" }],
    [403, "channel.refused", { kind: "never" }],
    [500, "channel.refused", { kind: "default" }],
    [502, "channel.refused", { kind: "default" }],
  ])("that answers %d is %s", async (status, code, retry) => {
    await using there = await receiver(failing(status, { message: "no" }));
    expect(await problemFrom(deliver(there))).toMatchObject({ code, retry, status });
  });

  test("has its webhook's token in no error, log or receipt, though it says it back", async () => {
    for (const status of [200, 301, 400, 404, 429, 500]) {
      await using there = await receiver((request, response) => {
        response.writeHead(status, { "content-type": "application/json", server: token, location: request.path });
        response.end(JSON.stringify({ message: `no ${url} ${encodeURIComponent(token)}`, echo: request.path }));
      });
      const said = await deliver(there).then(
        ({ receipt }) => JSON.stringify(receipt),
        (error: unknown) => `${JSON.stringify(error)} ${String(error)}`,
      );
      expect(there.requests[0]?.path).toContain(token);
      expect(said).not.toContain(token);
    }
  });
});

describe("a Discord webhook's URL", () => {
  test.each([
    [url, true],
    ["https://discordapp.com/api/webhooks/1/x", true],
    ["https://discord.com/api/v10/webhooks/1/x", true],
    ["http://discord.com/api/webhooks/1/x", false],
    ["https://discord.com.evil.example/api/webhooks/1/x", false],
    ["https://evil.example/https://discord.com/api/webhooks/1/x", false],
    ["https://discord.com@evil.example/api/webhooks/1/x", false],
    ["https://discord.com:8443/api/webhooks/1/x", false],
    ["https://discord.com/api/webhooks/1/x/../../../users/@me", false],
    ["https://discord.com/api/webhooks/1/x\n", false],
    ["https://127.0.0.1/api/webhooks/1/x", false],
  ])("%j is one: %j", (text, valid) => {
    expect(discord.secrets.safeParse({ url: text }).success).toBe(valid);
  });

  test("leads to Discord only where Discord's name does: its address is judged as any other", async () => {
    const lookup = () => Promise.resolve([{ address: "127.0.0.1", family: 4 as const }]);
    const http = createGuardedHttp(createGuard({ policy: "public", lookup }));
    const delivery = { config: {}, secrets: { url }, notification: notification() };
    const problem = await problemFrom(discord.send(context({ http }), delivery));
    expect(problem).toMatchObject({ code: "channel.unreachable", message: "discord.com could not be reached." });
    expect(problem.operatorDetail).toContain("127.0.0.1");
  });
});
