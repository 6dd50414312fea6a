import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { sesMailSender } from "../../functions/parts/mail-sender.ts";

const mail = { to: "you@example.org", subject: "Ein Käse 🧀", text: "planted-canary\n", html: "<p>planted-canary</p>" };

/** A server that speaks SES' protocol: answers what is given, keeps what it got. */
async function ses(answer: { status: number; body: object } | "reset" | "never") {
  const requests: { path: string; body: unknown }[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      requests.push({ path: `${request.method} ${request.url}`, body: JSON.parse(body) });
      if (answer === "reset") request.socket.destroy();
      else if (answer !== "never")
        response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(answer.body));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const credentials = { accessKeyId: "made-up", secretAccessKey: "made-up" };
  return {
    requests,
    sender: sesMailSender("showrunner@example.com", {
      endpoint: `http://127.0.0.1:${port}`,
      region: "eu-west-1",
      credentials,
    }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const refusal = (status: number, name: string) => ({
  status,
  body: { __type: name, message: `no: ${mail.text}` },
});

describe("mail by SES", () => {
  it("is sent from the stage's address, as text and HTML, marked as nobody's answer", async () => {
    await using there = await ses({ status: 200, body: { MessageId: "0102" } });
    expect(await there.sender.send(mail, { deadlineMs: 5000 })).toEqual({ id: "0102" });
    expect(there.requests).toEqual([
      {
        path: "POST /v2/email/outbound-emails",
        body: {
          FromEmailAddress: "Showrunner <showrunner@example.com>",
          Destination: { ToAddresses: ["you@example.org"] },
          Content: {
            Simple: {
              Subject: { Data: mail.subject, Charset: "UTF-8" },
              Body: { Text: { Data: mail.text, Charset: "UTF-8" }, Html: { Data: mail.html, Charset: "UTF-8" } },
              Headers: [{ Name: "Auto-Submitted", Value: "auto-generated" }],
            },
          },
        },
      },
    ]);
  });

  it.each([
    [refusal(400, "MessageRejected"), "channel.refused", "never", false],
    [refusal(400, "MailFromDomainNotVerifiedException"), "channel.misconfigured", "default", false],
    [refusal(403, "AccessDeniedException"), "channel.misconfigured", "default", false],
    [refusal(429, "TooManyRequestsException"), "channel.rate_limited", "default", false],
    [refusal(503, "ServiceUnavailable"), "channel.unreachable", "default", false],
    ["reset" as const, "channel.unreachable", "default", true],
    ["never" as const, "channel.unreachable", "default", true],
  ])("that fails is asked for once, and told without a word of it: %j", async (answer, code, retry, uncertain) => {
    await using there = await ses(answer);
    const error: unknown = await there.sender.send(mail, { deadlineMs: 300 }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code, retry: { kind: retry }, uncertain });
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain("planted-canary");
    expect(there.requests).toHaveLength(1);
  });
});
