import net from "node:net";
import tls from "node:tls";
import { manualClock } from "@showrunner/core/clock.ts";
import { describe, expect, test } from "vitest";
import { createGuard } from "../guard/guard.ts";
import { selfSigned } from "../testing/certificate.ts";
import { connectionAttempts } from "../testing/connection-attempts.ts";
import { context, notification, problemFrom } from "../testing/deliveries.ts";
import { mailServer, reply } from "../testing/mail-server.ts";
import { rawReceiver } from "../testing/raw-receiver.ts";
import { closed, listen } from "../testing/receiver.ts";
import { email } from "./email.ts";
import { createMailer } from "./mailer.ts";

const password = "canary pass-wörd";
const user = "me@example.com";

const deliver = (
  port: number,
  over: Partial<ReturnType<typeof notification>> = {},
  options: Parameters<typeof context>[0] & { config?: object; password?: string } = {},
) =>
  email.send(context(options), {
    config: email.config.parse({
      host: "127.0.0.1",
      port,
      security: "none",
      from: "showrunner@example.com",
      to: "you@example.org",
      ...options.config,
    }),
    secrets: options.password === undefined ? {} : { password: options.password },
    notification: notification(over),
  });

/** Header lines, unfolded; the bodies that follow are left out. */
const headersOf = (raw: string): string[] =>
  (raw.split("\r\n\r\n")[0] ?? "").replaceAll(/\r\n[ \t]+/g, " ").split("\r\n");

/** Without the transfer's encoding, quoted-printable (RFC 2045, 6.7). */
const unencoded = (raw: string): string =>
  raw
    .replaceAll("=\r\n", "")
    .replaceAll(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

describe("a mail", () => {
  test("brings title, body and link as text and HTML, under an id that stays the same", async () => {
    await using there = await mailServer();
    const clock = manualClock(Date.parse("2026-11-20T18:00:00Z"));
    const receipt = await deliver(there.port, {}, { clock });
    const [mail] = there.mails;
    expect(mail).toMatchObject({ from: "showrunner@example.com", to: ["you@example.org"] });
    const headers = headersOf(mail?.raw ?? "");
    expect(headers).toContain("Subject: Game of Thrones S02E08 airs tonight");
    expect(headers).toContain("From: Showrunner <showrunner@example.com>");
    expect(headers).toContain("To: you@example.org");
    expect(headers).toContain("Message-ID: <act_3pPzmD0cQxw1bR7nUeKf@example.com>");
    expect(headers).toContain("Date: Fri, 20 Nov 2026 18:00:00 +0000");
    expect(headers).toContain("Auto-Submitted: auto-generated");
    expect(mail?.raw).toContain("The Prince of Winterfell, at 21:00.\r\n\r\nhttps://trakt.tv/shows/game-of-thrones/");
    expect(mail?.raw).toContain("text/html; charset=utf-8");
    expect(receipt).toEqual({ status: 250, detail: "250 from 127.0.0.1" });
    await deliver(there.port, {}, { clock, attempt: 2 });
    expect(headersOf(there.mails[1]?.raw ?? "")).toContain("Message-ID: <act_3pPzmD0cQxw1bR7nUeKf@example.com>");
  });

  test("says so when it may have arrived before", async () => {
    await using there = await mailServer();
    await deliver(there.port, {}, { repeated: true });
    expect(there.mails[0]?.raw).toContain("Sent again: it is not known whether this arrived before.");
  });

  test("has no headers or recipients that a title or a rule's name brought along", async () => {
    await using there = await mailServer();
    await deliver(there.port, {
      title: "Lost\r\nBcc: everyone@example.com\r\n\r\n<h1>hello",
      rule: { id: "rul_1", name: "x\r\nBcc: everyone@example.com" },
    });
    const [mail] = there.mails;
    const headers = headersOf(mail?.raw ?? "");
    expect(mail?.to).toEqual(["you@example.org"]);
    expect(headers.filter((line) => /^bcc:/i.test(line))).toEqual([]);
    expect(headers).toContain("Subject: Lost Bcc: everyone@example.com <h1>hello");
  });

  test("shows hostile text as it reads, and links only what is a link", async () => {
    await using there = await mailServer();
    await deliver(there.port, { body: `<script>"x"</script>`, url: "javascript:alert(1)" });
    const raw = unencoded(there.mails[0]?.raw ?? "");
    expect(raw).toContain("&lt;script&gt;&quot;x&quot;&lt;/script&gt;");
    expect(raw).not.toContain("javascript:");
    expect(raw).not.toContain("<a ");
  });

  test("has a subject of at most 200 characters, without half ones", async () => {
    await using there = await mailServer();
    await deliver(there.port, { title: "🎬".repeat(300) });
    const subject = headersOf(there.mails[0]?.raw ?? "").find((line) => line.startsWith("Subject: ")) ?? "";
    const decoded = subject
      .slice("Subject: ".length)
      .split(" ")
      .map((word) => Buffer.from(word.replace(/^=\?UTF-8\?B\?|\?=$/gi, ""), "base64").toString("utf8"))
      .join("");
    expect(decoded).toBe(`${"🎬".repeat(199)}…`);
  });
});

describe("the mail server", () => {
  test("is logged in to with user and password", async () => {
    await using there = await mailServer({ account: { user, password } });
    await deliver(there.port, {}, { config: { user }, password });
    expect(there.logins).toEqual([{ user, password }]);
    expect(there.mails).toHaveLength(1);
  });

  test("that does not accept the password is a matter of the settings, and the password is not told", async () => {
    await using there = await mailServer({ account: { user, password: "another" } });
    const problem = await problemFrom(deliver(there.port, {}, { config: { user }, password }));
    expect(problem).toMatchObject({ code: "channel.misconfigured", status: 535, retry: { kind: "never" } });
    // This server says the password back, which the worst of them do.
    expect(problem.message).toContain("535 5.7.8 no: [secret]");
    const told = `${JSON.stringify(problem)} ${String(problem)} ${problem.operatorDetail} ${problem.stack}`;
    expect(told).not.toContain("canary");
    expect(told).not.toContain(Buffer.from(password).toString("base64"));
  });

  test.each([
    [550, "channel.refused", { kind: "never" }],
    [553, "channel.refused", { kind: "never" }],
    [450, "channel.refused", { kind: "default" }],
    [452, "channel.refused", { kind: "default" }],
  ])("that answers the recipient with %d is %s", async (code, expected, retry) => {
    await using there = await mailServer({ onRecipient: () => reply(code, "no such person") });
    const problem = await problemFrom(deliver(there.port));
    expect(problem).toMatchObject({ code: expected, status: code, retry, uncertain: false });
    expect(there.mails).toEqual([]);
  });

  test.each([
    [554, { kind: "never" }],
    [451, { kind: "default" }],
  ])("that answers the mail itself with %d has not taken it", async (code, retry) => {
    await using there = await mailServer({ onMail: () => reply(code, "looks like spam") });
    const problem = await problemFrom(deliver(there.port));
    expect(problem).toMatchObject({ code: "channel.refused", status: code, retry, uncertain: false });
    expect(problem.message).toContain("looks like spam");
  });

  test.each([
    ["starttls", { disabledCommands: [] }],
    ["tls", { secure: true }],
  ])("is spoken to by %s in secret, when its certificate is trusted", async (security, options) => {
    const certificate = selfSigned("mail.example.com");
    const defaults = tls.getCACertificates("default");
    tls.setDefaultCACertificates([...defaults, certificate.cert]);
    try {
      await using there = await mailServer({ account: { user, password }, options: { ...options, ...certificate } });
      const lookup = () => Promise.resolve([{ address: "127.0.0.1", family: 4 as const }]);
      const mail = createMailer(createGuard({ policy: "lan", allowLoopback: true, lookup }));
      await deliver(there.port, {}, { mail, config: { host: "mail.example.com", user, security }, password });
      expect(there.mails).toMatchObject([{ encrypted: true, user }]);
    } finally {
      tls.setDefaultCACertificates(defaults);
    }
  });

  test.each([
    ["starttls", { disabledCommands: [] }],
    ["tls", { secure: true }],
  ])("whose certificate is not trusted sees neither password nor mail, by %s", async (security, options) => {
    const certificate = selfSigned("127.0.0.1");
    await using there = await mailServer({ account: { user, password }, options: { ...options, ...certificate } });
    const problem = await problemFrom(deliver(there.port, {}, { config: { user, security }, password }));
    expect(problem).toMatchObject({ code: "channel.unreachable", uncertain: false });
    expect(problem.message).toContain("has a TLS certificate that is not trusted here");
    expect([there.logins, there.mails]).toEqual([[], []]);
  });

  test("that offers no TLS where it was asked for sees neither password nor mail", async () => {
    await using there = await mailServer({ account: { user, password } });
    const problem = await problemFrom(deliver(there.port, {}, { config: { user, security: "starttls" }, password }));
    expect(problem.code).toMatch(/^channel\.(?:unreachable|refused)$/);
    expect([there.logins, there.mails]).toEqual([[], []]);
  });

  test("that says nothing is left when the time is over", async () => {
    const clock = manualClock(0);
    await using there = await rawReceiver(() => {});
    let connected: () => void = () => {};
    const reached = new Promise<void>((resolve) => (connected = resolve));
    const guard = createGuard({ policy: "lan", allowLoopback: true });
    const watched = {
      ...guard,
      connect: async (target: Parameters<typeof guard.connect>[0]) => {
        const socket = await guard.connect(target);
        connected();
        return socket;
      },
    };
    const mail = createMailer(watched, { clock });
    const problem = problemFrom(deliver(there.port, {}, { clock, mail }));
    await reached;
    await clock.advance(30_000);
    expect(await problem).toMatchObject({ code: "channel.unreachable", retry: { kind: "default" } });
    expect((await problem).message).toContain("did not take the mail within 30 s");
    await there.leftBy(1);
  });

  test("that hangs up once it has the mail may have taken it", async () => {
    await using there = await hangingUp();
    const problem = await problemFrom(deliver(there.port));
    expect(problem).toMatchObject({ code: "channel.unreachable", uncertain: true, retry: { kind: "default" } });
  });

  test("that is not there has certainly not taken it", async () => {
    const gone = await mailServer();
    await gone[Symbol.asyncDispose]();
    expect(await problemFrom(deliver(gone.port))).toMatchObject({ code: "channel.unreachable", uncertain: false });
  });
});

describe("the guard of mail", () => {
  test.each(["127.0.0.1", "localhost", "0x7f.1", "2130706433", "169.254.169.254", "::1", "::ffff:127.0.0.1"])(
    "keeps mail from being sent to %s, hosted",
    async (host) => {
      await using there = await mailServer();
      const mail = createMailer(createGuard({ policy: "public" }));
      const config = { host, port: 587, security: "starttls" };
      const attempts = await connectionAttempts(async () => {
        const problem = await problemFrom(deliver(there.port, {}, { mail, config }));
        expect(problem).toMatchObject({ code: "channel.unreachable", message: `${host}:587 could not be reached.` });
      });
      expect(attempts).toEqual([]);
    },
  );

  test("judges what the server's name resolves to", async () => {
    const lookup = () => Promise.resolve([{ address: "10.0.0.25", family: 4 as const }]);
    const mail = createMailer(createGuard({ policy: "public", lookup }));
    const attempts = await connectionAttempts(() =>
      problemFrom(deliver(587, {}, { mail, config: { host: "mail.example.com", security: "tls" } })),
    );
    expect(attempts).toEqual([]);
  });

  test.each([
    [25, "starttls"],
    [6379, "starttls"],
    [587, "none"],
  ])("keeps mail from port %d with security %s, hosted", async (port, security) => {
    const mail = createMailer(createGuard({ policy: "public" }));
    const config = { host: "mail.example.com", security };
    const problem = await problemFrom(deliver(port, {}, { mail, config }));
    expect(problem).toMatchObject({ code: "channel.blocked", retry: { kind: "never" } });
  });
});

/** Says what a mail server says, up to the end of the mail, and then nothing more. */
async function hangingUp(): Promise<{ port: number } & AsyncDisposable> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.write("220 there\r\n");
    socket.on("data", (chunk: Buffer) => {
      const said = chunk.toString("latin1");
      if (said.endsWith("\r\n.\r\n")) socket.destroy();
      else if (/^DATA/im.test(said)) socket.write("354 go on\r\n");
      else if (/^(?:EHLO|MAIL|RCPT)/.test(said)) socket.write("250 well\r\n");
    });
  });
  const port = await listen(server);
  return { port, [Symbol.asyncDispose]: () => closed(server, sockets) };
}

describe("a channel without a mail server", () => {
  const sending = (over: Parameters<typeof context>[0]) =>
    email.send(context(over), {
      config: email.config.parse({ to: "you@example.org" }),
      secrets: {},
      notification: notification(),
    });

  test("is told by the service's own mail, where it has such", async () => {
    const mails: unknown[] = [];
    const serviceMail = {
      send: async (mail: unknown) => {
        mails.push(mail);
        return { id: "0102" };
      },
    };
    expect(await sending({ serviceMail, repeated: true })).toEqual({ detail: "taken as 0102" });
    expect(mails).toMatchObject([
      {
        to: "you@example.org",
        subject: "Game of Thrones S02E08 airs tonight",
        text: expect.stringContaining("Sent again: it is not known whether this arrived before."),
      },
    ]);
  });

  test("cannot work where the service sends no mail, and says what to do", async () => {
    const problem = await problemFrom(sending({}));
    expect(problem).toMatchObject({ code: "channel.misconfigured", retry: { kind: "never" } });
    expect(problem.hint).toContain("Give the channel a mail server");
  });

  test.each([
    [{ host: "smtp.example.com" }, "from"],
    [{ from: "me@example.com" }, "host"],
  ])("is whole or not at all: %j lacks %s", (config, path) => {
    const { error } = email.config.safeParse({ to: "you@example.org", ...config });
    expect(error?.issues.map((issue) => issue.path)).toEqual([[path]]);
  });
});
