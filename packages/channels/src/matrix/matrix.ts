import * as z from "zod";
import type { ChannelKind } from "../channel.ts";
import { jsonOf, postMessage } from "../post-message.ts";
import { escapeHtml, plainText, safeLink, singleLine, truncate } from "../render.ts";

const Config = z.object({
  homeserver: z.url({ protocol: /^https?$/ }).max(2048),
  room: z.string().regex(/^![^\s:]{1,200}(?::[^\s]{1,200})?$/, "a room's id, such as !abc:example.org; no alias"),
});
type Config = z.infer<typeof Config>;

const Secrets = z.object({
  token: z.string().regex(/^[\x21-\x7e]{1,1024}$/, "an access token has no spaces"),
});
type Secrets = z.infer<typeof Secrets>;

/** An event may have 65,536 bytes, and the text is in it twice. Source: Matrix specification, "Size limits". */
const limits = { title: 250, body: 8000 };

/**
 * A message in a Matrix room. A try again under the same transaction is the same message. Source: Matrix Client-Server
 * API, "PUT /rooms/{roomId}/send/{eventType}/{txnId}".
 */
export const matrix: ChannelKind<Config, Secrets> = {
  kind: "matrix",
  label: "Matrix",
  description: "A message in a Matrix room that is not encrypted, by an account that is in it.",
  config: Config,
  secrets: Secrets,
  example: {
    config: { homeserver: "https://matrix.example.org", room: "!abcdefghijklmnopqr:example.org" },
    secrets: { token: "syt_an_access_token" },
  },
  limits,
  repeat: "same_id",
  async send(context, { config, secrets, notification }) {
    const title = truncate(singleLine(notification.title), limits.title) || "Showrunner";
    const body = truncate(plainText(notification.body), limits.body);
    const link = safeLink(notification.url);
    const heading = `<strong>${escapeHtml(title)}</strong>`;
    const html = [
      link === undefined ? heading : `<a href="${escapeHtml(link)}">${heading}</a>`,
      ...(body === "" ? [] : [escapeHtml(body).replaceAll("\n", "<br>")]),
    ].join("<br>");
    const room = encodeURIComponent(config.room);
    return await postMessage(context, {
      request: {
        method: "PUT",
        url: `${config.homeserver.replace(/\/+$/, "")}/_matrix/client/v3/rooms/${room}/send/m.room.message/${encodeURIComponent(notification.id)}`,
        headers: { authorization: `Bearer ${secrets.token}` },
        body: JSON.stringify({
          msgtype: "m.text",
          body: [title, body, link].filter((part) => part !== undefined && part !== "").join("\n"),
          format: "org.matrix.custom.html",
          formatted_body: html,
          // Mentions nobody, whatever a title says.
          "m.mentions": {},
        }),
      },
      secrets: [secrets.token],
      read: (answer) => {
        if (answer.status < 300) return {};
        const said = jsonOf(Refusal, answer);
        return { words: said?.error, retryAfterMs: said?.retry_after_ms, means: meaningOf(said?.errcode ?? "") };
      },
    });
  },
};

const Refusal = z.object({
  errcode: z.string().optional(),
  error: z.string().optional(),
  retry_after_ms: z.number().nonnegative().optional(),
});

function meaningOf(errcode: string) {
  switch (errcode) {
    case "M_UNKNOWN_TOKEN":
    case "M_MISSING_TOKEN":
      return {
        code: "channel.misconfigured" as const,
        hint: "The homeserver does not accept the access token: log in again and save the new one.",
      };
    case "M_FORBIDDEN":
    case "M_NOT_FOUND":
      return {
        code: "channel.misconfigured" as const,
        hint: "The account is not in this room, or may not write there.",
      };
    default:
      return undefined;
  }
}
