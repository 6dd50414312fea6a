import { describe, expect, test } from "vitest";
import * as z from "zod";
import type { ChannelKind, Notification } from "./channel.ts";
import { gotify } from "./gotify/gotify.ts";
import { matrix } from "./matrix/matrix.ts";
import { pushover } from "./pushover/pushover.ts";
import { slack } from "./slack/slack.ts";
import { telegram } from "./telegram/telegram.ts";
import { context, notification, problemFrom, rerouted } from "./testing/deliveries.ts";
import { hostileTitle } from "./testing/hostile.ts";
import { receiver, type Receiver, type Respond } from "./testing/receiver.ts";

/** A kind of channel as this test uses it: set up, and what its receiver is and says. */
interface Case {
  kind: string;
  /** Where the service is; its requests go to the receiver instead. */
  host: string;
  secret: string;
  send(there: Receiver, more?: Partial<Notification>, repeated?: boolean): ReturnType<ChannelKind["send"]>;
  /** What a faithful receiver answers to a message that it takes. */
  taken: Respond;
  /** The texts that a person would see, out of what was sent. */
  shown(body: string): { title: string; body: string };
  /** Answers of the service, and what they come to. */
  refusals: readonly (readonly [status: number, body: string, headers: Record<string, string>, expected: object])[];
}

const json = (body: unknown): string => JSON.stringify(body);
const answer =
  (status: number, body: string, headers: Record<string, string> = {}): Respond =>
  (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(body);
  };

function sender<Config, Secrets>(
  kind: ChannelKind<Config, Secrets>,
  host: string,
  config: Config,
  secrets: Secrets,
): Case["send"] {
  return (there, more = {}, repeated = false) => {
    const ctx = context({ repeated });
    const http = rerouted(ctx.http, host, there.origin);
    return kind.send({ ...ctx, http }, { config, secrets, notification: notification(more) });
  };
}

const Slack = z.object({
  text: z.string(),
  blocks: z.array(
    z.looseObject({ type: z.string(), text: z.object({ type: z.string(), text: z.string() }).optional() }),
  ),
});
const Telegram = z.object({
  text: z.string(),
  entities: z.array(z.object({ type: z.string(), offset: z.number(), length: z.number(), url: z.string().optional() })),
});
const Titled = z.object({ title: z.string(), message: z.string() });
const Matrix = z.object({ body: z.string(), formatted_body: z.string(), format: z.string() });

const slackUrl = "https://hooks.slack.com/services/T0MADEUP/B0MADEUP/canary0of0a0made0up0token";
const botToken = "123456:canary0of0a0made0up0bot0token0000";
const pushToken = "canaryOfAMadeUpPushoverToken00";

const cases: readonly Case[] = [
  {
    kind: "slack",
    host: "https://hooks.slack.com",
    secret: "canary0of0a0made0up0token",
    send: sender(slack, "https://hooks.slack.com", {}, { url: slackUrl }),
    taken: (_request, response) => response.end("ok"),
    shown: (text) => {
      const { blocks } = Slack.parse(JSON.parse(text));
      const plain = (type: string) =>
        blocks.find((one) => one.type === type && one.text?.type === "plain_text")?.text?.text ?? "";
      return { title: plain("header"), body: plain("section") };
    },
    refusals: [
      [404, "no_service", {}, { code: "channel.gone" }],
      [410, "channel_is_archived", {}, { code: "channel.gone" }],
      [403, "action_prohibited", {}, { code: "channel.refused", retry: { kind: "never" } }],
      [400, "invalid_payload", {}, { code: "channel.refused", retry: { kind: "never" } }],
      [
        429,
        "rate_limited",
        { "retry-after": "30" },
        { code: "channel.rate_limited", retry: { kind: "after", afterMs: 30_000 } },
      ],
      [500, "rollup_error", {}, { code: "channel.refused", retry: { kind: "default" } }],
    ],
  },
  {
    kind: "telegram",
    host: "https://api.telegram.org",
    secret: "canary0of0a0made0up0bot0token0000",
    send: sender(telegram, "https://api.telegram.org", { chat: "42" }, { token: botToken }),
    taken: answer(200, json({ ok: true, result: { message_id: 1 } })),
    shown: (text) => {
      const sent = Telegram.parse(JSON.parse(text));
      const bold = sent.entities.find((one) => one.type === "bold");
      const length = bold?.length ?? 0;
      return { title: sent.text.slice(0, length), body: sent.text.slice(length).trim() };
    },
    refusals: [
      [401, json({ ok: false, error_code: 401, description: "Unauthorized" }), {}, { code: "channel.misconfigured" }],
      [
        400,
        json({ ok: false, error_code: 400, description: "Bad Request: chat not found" }),
        {},
        { code: "channel.misconfigured" },
      ],
      [
        403,
        json({ ok: false, error_code: 403, description: "Forbidden: bot was blocked by the user" }),
        {},
        { code: "channel.gone" },
      ],
      [
        429,
        json({
          ok: false,
          error_code: 429,
          description: "Too Many Requests: retry after 7",
          parameters: { retry_after: 7 },
        }),
        {},
        { code: "channel.rate_limited", retry: { kind: "after", afterMs: 7000 } },
      ],
      [502, "<html>Bad Gateway</html>", {}, { code: "channel.refused", retry: { kind: "default" } }],
    ],
  },
  {
    kind: "gotify",
    host: "https://gotify.example.com",
    secret: "canary.of.a.made.up.token",
    send: sender(
      gotify,
      "https://gotify.example.com",
      { server: "https://gotify.example.com/", priority: 5 },
      { token: "canary.of.a.made.up.token" },
    ),
    taken: (request, response) => {
      const isKnown = request.headers["x-gotify-key"] === "canary.of.a.made.up.token" && request.path === "/message";
      answer(isKnown ? 200 : 401, isKnown ? json({ id: 1, appid: 1 }) : json({ error: "Unauthorized" }))(
        request,
        response,
      );
    },
    shown: (text) => {
      const { title, message } = Titled.parse(JSON.parse(text));
      return { title, body: message };
    },
    refusals: [
      [
        401,
        json({ error: "Unauthorized", errorCode: 401, errorDescription: "you need to provide a valid access token" }),
        {},
        { code: "channel.misconfigured" },
      ],
      [
        400,
        json({ error: "Bad Request", errorDescription: "Field 'message' is required" }),
        {},
        { code: "channel.refused", retry: { kind: "never" } },
      ],
      [500, "", {}, { code: "channel.refused", retry: { kind: "default" } }],
    ],
  },
  {
    kind: "pushover",
    host: "https://api.pushover.net",
    secret: pushToken,
    send: sender(
      pushover,
      "https://api.pushover.net",
      { priority: 0 },
      { token: pushToken, user: "uMadeUpKeyOfAPersonWhoIsNot000" },
    ),
    taken: answer(200, json({ status: 1, request: "647d2300-702c-4b38-8b2f-d56326ae460b" })),
    shown: (text) => {
      const { title, message } = Titled.parse(JSON.parse(text));
      return { title, body: message };
    },
    refusals: [
      [
        400,
        json({ user: "invalid", errors: ["user identifier is invalid"], status: 0 }),
        {},
        { code: "channel.misconfigured" },
      ],
      [200, json({ errors: ["application token is invalid"], status: 0 }), {}, { code: "channel.misconfigured" }],
      [
        429,
        json({ errors: ["application message limit exceeded"], status: 0 }),
        { "retry-after": "60" },
        { code: "channel.rate_limited", retry: { kind: "after", afterMs: 60_000 } },
      ],
      [503, "", {}, { code: "channel.refused", retry: { kind: "default" } }],
    ],
  },
  {
    kind: "matrix",
    host: "https://matrix.example.org",
    secret: "syt_canary_of_a_made_up_token",
    send: sender(
      matrix,
      "https://matrix.example.org",
      { homeserver: "https://matrix.example.org", room: "!abc:example.org" },
      { token: "syt_canary_of_a_made_up_token" },
    ),
    taken: answer(200, json({ event_id: "$made:example.org" })),
    shown: (text) => {
      const { formatted_body: html } = Matrix.parse(JSON.parse(text));
      const [, title = "", body = ""] = /<strong>([^<]*)<\/strong>(?:<\/a>)?(?:<br>)?([\s\S]*)$/.exec(html) ?? [];
      const text2 = (one: string) =>
        one
          .replaceAll("<br>", "\n")
          .replaceAll("&lt;", "<")
          .replaceAll("&gt;", ">")
          .replaceAll("&quot;", '"')
          .replaceAll("&#39;", "'")
          .replaceAll("&amp;", "&");
      return { title: text2(title), body: text2(body) };
    },
    refusals: [
      [401, json({ errcode: "M_UNKNOWN_TOKEN", error: "Unknown token" }), {}, { code: "channel.misconfigured" }],
      [403, json({ errcode: "M_FORBIDDEN", error: "not in room" }), {}, { code: "channel.misconfigured" }],
      [
        429,
        json({ errcode: "M_LIMIT_EXCEEDED", error: "Too Many Requests", retry_after_ms: 2500 }),
        {},
        { code: "channel.rate_limited", retry: { kind: "after", afterMs: 2500 } },
      ],
      [500, json({ errcode: "M_UNKNOWN", error: "oops" }), {}, { code: "channel.refused", retry: { kind: "default" } }],
    ],
  },
];

describe.each(cases)("$kind", ({ send, taken, shown, refusals, secret }) => {
  test("is given the message as its API takes it, and says that it was taken", async () => {
    await using there = await receiver(taken);
    const receipt = await send(there);
    expect(receipt.status).toBe(200);
    expect(there.requests).toHaveLength(1);
    expect(shown(there.requests[0]?.body ?? "")).toEqual({
      title: "Game of Thrones S02E08 airs tonight",
      body: "The Prince of Winterfell, at 21:00.",
    });
    expect(there.requests[0]?.body).toContain("trakt.tv/shows/game-of-thrones/seasons/2/episodes/8");
  });

  test("shows a hostile title and body as text, on one line where it is a title", async () => {
    await using there = await receiver(taken);
    await send(there, { title: hostileTitle, body: hostileTitle, url: "javascript:alert(1)" });
    const { title, body } = shown(there.requests[0]?.body ?? "");
    expect(title).not.toMatch(/[\r\n\u0000\u202e]/);
    expect(title.startsWith("<b>bold</b> & <script>alert(1)</script>")).toBe(true);
    expect(body.startsWith("<b>bold</b> & <script>alert(1)</script>")).toBe(true);
    expect(there.requests[0]?.body).not.toContain("javascript:");
    expect(there.requests[0]?.headers).not.toHaveProperty("x-injected");
  });

  test("cuts what is too long between characters, and is taken still", async () => {
    await using there = await receiver(taken);
    await send(there, { title: "🎬".repeat(400), body: "ü🎬".repeat(20_000) }, true);
    const { title, body } = shown(there.requests[0]?.body ?? "");
    expect([title.isWellFormed(), body.isWellFormed()]).toEqual([true, true]);
    expect(title).toContain("…");
    expect(Buffer.byteLength(there.requests[0]?.body ?? "")).toBeLessThan(64 * 1024);
  });

  test("has a text where the body is empty, for none of them takes an empty message", async () => {
    await using there = await receiver(taken);
    await send(there, { body: "" });
    const { title } = shown(there.requests[0]?.body ?? "");
    expect(title).toBe("Game of Thrones S02E08 airs tonight");
  });

  test.each(refusals)("that answers %d %s is told as what it means", async (status, body, headers, expected) => {
    await using there = await receiver(answer(status, body, headers));
    expect(await problemFrom(send(there))).toMatchObject({ ...expected, status });
    expect(there.requests).toHaveLength(1);
  });

  test("has its secret in no error and no receipt, though the receiver says it back", async () => {
    for (const status of [200, 302, 400, 401, 403, 429, 500]) {
      await using there = await receiver((request, response) => {
        response.writeHead(status, { server: secret });
        response.end(
          json({
            error: secret,
            description: secret,
            errors: [secret],
            echo: request.headers,
            path: request.path,
            status: 1,
          }),
        );
      });
      const said = await send(there).then(
        (receipt) => JSON.stringify(receipt),
        (error: unknown) => `${JSON.stringify(error)} ${String(error)}`,
      );
      expect(there.requests).toHaveLength(1);
      expect(said).not.toContain(secret);
    }
  });
});

test("Slack and Telegram and Pushover are asked for by their own hosts only", async () => {
  for (const one of cases.filter(({ kind }) => ["slack", "telegram", "pushover"].includes(kind))) {
    const ctx = context();
    await using there = await receiver(one.taken);
    const http = rerouted(ctx.http, one.host, there.origin);
    const kinds = { slack, telegram, pushover } as const;
    if (one.kind === "slack")
      await kinds.slack.send(
        { ...ctx, http },
        { config: {}, secrets: { url: slackUrl }, notification: notification() },
      );
    if (one.kind === "telegram")
      await kinds.telegram.send(
        { ...ctx, http },
        { config: { chat: "42" }, secrets: { token: botToken }, notification: notification() },
      );
    if (one.kind === "pushover")
      await kinds.pushover.send(
        { ...ctx, http },
        { config: {}, secrets: { token: pushToken, user: pushToken }, notification: notification() },
      );
    expect(http.hosts[0]).toContain(new URL(one.host).host);
  }
});

test("Matrix knows a try again by its transaction", async () => {
  const there = await receiver(answer(200, json({ event_id: "$x" })));
  const [one] = cases.filter(({ kind }) => kind === "matrix");
  await one?.send(there);
  await one?.send(there, {}, true);
  expect(new Set(there.requests.map(({ method, path }) => `${method} ${path}`)).size).toBe(1);
  expect(there.requests[0]?.path).toContain("/send/m.room.message/act_3pPzmD0cQxw1bR7nUeKf");
  await there[Symbol.asyncDispose]();
});
