import { createDecipheriv, createECDH, createPublicKey, type ECDH, hkdfSync, randomBytes, verify } from "node:crypto";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import type { Notification } from "../channel.ts";
import { context, notification, problemFrom, rerouted } from "../testing/deliveries.ts";
import { hostileTitle } from "../testing/hostile.ts";
import { receiver, type Receiver } from "../testing/receiver.ts";
import { newVapidKeys, webPushKind } from "./web-push.ts";

const service = "https://updates.push.services.example";
const path = "/wpush/v2/canary-of-a-made-up-subscription";

/** A browser: it subscribes, and decrypts what reaches it. */
interface Browser {
  secrets: Parameters<typeof webPushKind.send>[1]["secrets"] & {
    vapid: Awaited<ReturnType<typeof newVapidKeys>>;
  };
  decrypt(body: Buffer): unknown;
}

async function browser(): Promise<Browser> {
  const keys = createECDH("prime256v1");
  keys.generateKeys();
  const auth = randomBytes(16);
  return {
    secrets: {
      endpoint: `${service}${path}`,
      keys: { p256dh: keys.getPublicKey().toString("base64url"), auth: auth.toString("base64url") },
      vapid: await newVapidKeys(),
    },
    decrypt: (body) => z.unknown().parse(JSON.parse(decrypted(body, keys, auth))),
  };
}

/** RFC 8188 (aes128gcm) with the keys of RFC 8291, 3.4. */
function decrypted(body: Buffer, keys: ECDH, auth: Buffer): string {
  const salt = body.subarray(0, 16);
  const idLength = body.readUInt8(20);
  const theirs = body.subarray(21, 21 + idLength);
  const cipherText = body.subarray(21 + idLength);
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), keys.getPublicKey(), theirs]);
  const derive = (secret: Buffer, saltOf: Buffer, infoOf: Buffer, length: number) =>
    Buffer.from(hkdfSync("sha256", secret, saltOf, infoOf, length));
  const shared = derive(keys.computeSecret(theirs), auth, info, 32);
  const key = derive(shared, salt, Buffer.from("Content-Encoding: aes128gcm\0"), 16);
  const nonce = derive(shared, salt, Buffer.from("Content-Encoding: nonce\0"), 12);
  const decipher = createDecipheriv("aes-128-gcm", key, nonce);
  decipher.setAuthTag(cipherText.subarray(-16));
  const padded = Buffer.concat([decipher.update(cipherText.subarray(0, -16)), decipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2)).toString("utf8");
}

async function deliver(to: Browser, there: Receiver, more: Partial<Notification> = {}, repeated = false) {
  const ctx = context({ repeated });
  const sent: (string | Buffer | undefined)[] = [];
  const http = rerouted(ctx.http, service, there.origin);
  const receipt = await webPushKind.send(
    { ...ctx, http: { ...http, request: (request) => (sent.push(request.body), http.request(request)) } },
    { config: { contact: "mailto:operator@example.com" }, secrets: to.secrets, notification: notification(more) },
  );
  const [body] = sent;
  return {
    receipt,
    payload: Buffer.isBuffer(body) ? to.decrypt(body) : undefined,
    size: Buffer.isBuffer(body) ? body.length : 0,
  };
}

const created = () => receiver((_request, response) => response.writeHead(201).end());

describe("web push", () => {
  test("reaches the browser, which alone can read it", async () => {
    await using there = await created();
    const to = await browser();
    const { receipt, payload } = await deliver(to, there);
    expect(receipt).toMatchObject({ status: 201, detail: "201 from updates.push.services.example" });
    expect(payload).toEqual({
      id: "act_3pPzmD0cQxw1bR7nUeKf",
      title: "Game of Thrones S02E08 airs tonight",
      body: "The Prince of Winterfell, at 21:00.",
      tag: "act_3pPzmD0cQxw1bR7nUeKf",
      url: "https://trakt.tv/shows/game-of-thrones/seasons/2/episodes/8",
    });
    expect(there.requests[0]).toMatchObject({
      method: "POST",
      path,
      headers: { ttl: "86400", urgency: "normal", topic: "act_3pPzmD0cQxw1bR7nUeKf", "content-encoding": "aes128gcm" },
    });
  });

  test("says who sends it by a token signed with the key that the browser subscribed to, for this service, for hours only", async () => {
    await using there = await created();
    const to = await browser();
    await deliver(to, there);
    const { t = "", k } = Object.fromEntries(
      (there.requests[0]?.headers.authorization ?? "")
        .replace(/^vapid /, "")
        .split(", ")
        .map((part) => part.split("=")),
    );
    expect(k).toBe(to.secrets.vapid.publicKey);
    const [header = "", claims = "", signature = ""] = String(t).split(".");
    const point = Buffer.from(to.secrets.vapid.publicKey, "base64url");
    const key = createPublicKey({
      key: {
        kty: "EC",
        crv: "P-256",
        x: point.subarray(1, 33).toString("base64url"),
        y: point.subarray(33).toString("base64url"),
      },
      format: "jwk",
    });
    const isGenuine = verify(
      "sha256",
      Buffer.from(`${header}.${claims}`),
      { key, dsaEncoding: "ieee-p1363" },
      Buffer.from(signature, "base64url"),
    );
    expect(isGenuine).toBe(true);
    const { aud, sub } = z
      .object({ aud: z.string(), sub: z.string() })
      .parse(JSON.parse(Buffer.from(claims, "base64url").toString()));
    expect([aud, sub]).toEqual([service, "mailto:operator@example.com"]);
  });

  test("fits into what a push service takes, whatever is to be told, and a hostile title stays text", async () => {
    await using there = await created();
    for (const text of ["🎬".repeat(3000), hostileTitle.repeat(50)]) {
      const { payload, size } = await deliver(await browser(), there, { title: text, body: text });
      expect(size).toBeLessThanOrEqual(4096);
      const { title, body } = z.object({ title: z.string(), body: z.string() }).parse(payload);
      expect([title.isWellFormed(), body.isWellFormed(), /[\r\n]/.test(title)]).toEqual([true, true, false]);
    }
  });

  test("a try again takes the first one's place", async () => {
    await using there = await created();
    const to = await browser();
    await deliver(to, there);
    await deliver(to, there, {}, true);
    expect(new Set(there.requests.map(({ headers }) => headers["topic"])).size).toBe(1);
  });

  test.each([
    [404, "channel.gone", { kind: "never" }],
    [410, "channel.gone", { kind: "never" }],
    [403, "channel.misconfigured", { kind: "never" }],
    [413, "channel.too_large", { kind: "never" }],
    [429, "channel.rate_limited", { kind: "default" }],
    [503, "channel.refused", { kind: "default" }],
  ])("that the push service answers with %d is %s", async (status, code, retry) => {
    await using there = await receiver((_request, response) => response.writeHead(status).end("no"));
    expect(await problemFrom(deliver(await browser(), there))).toMatchObject({ code, retry, status });
  });

  test("has neither the subscription nor a key in any error or receipt", async () => {
    const to = await browser();
    const { endpoint, keys, vapid } = to.secrets;
    for (const status of [201, 400, 404, 429]) {
      await using there = await receiver((request, response) => {
        response.writeHead(status, { server: keys.auth });
        response.end(JSON.stringify([endpoint, path, keys, vapid, request.headers]));
      });
      const said = await deliver(to, there).then(
        ({ receipt }) => JSON.stringify(receipt),
        (error: unknown) => `${JSON.stringify(error)} ${String(error)}`,
      );
      for (const secret of [path, keys.auth, keys.p256dh, vapid.privateKey]) expect(said).not.toContain(secret);
    }
  });

  test("refuses what is no subscription", async () => {
    const { secrets } = await browser();
    expect(webPushKind.secrets.safeParse(secrets).success).toBe(true);
    for (const wrong of [
      { ...secrets, endpoint: "http://push.example/x" },
      { ...secrets, keys: { ...secrets.keys, auth: "short" } },
      { ...secrets, keys: { ...secrets.keys, p256dh: "!" } },
      { ...secrets, vapid: { ...secrets.vapid, privateKey: "" } },
    ])
      expect(webPushKind.secrets.safeParse(wrong).success).toBe(false);
  });
});
