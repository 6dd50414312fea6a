import type { Clock } from "@showrunner/core/clock.ts";
import { Secret } from "@showrunner/core/secret.ts";
import type { Trakt } from "@showrunner/trakt/client.ts";
import { exchange } from "@showrunner/trakt/exchange.ts";
import { createOAuth, type Tokens } from "@showrunner/trakt/oauth.ts";
import { type HttpReply, jsonOf } from "@showrunner/trakt/reply.ts";
import { type HttpRequest, NoAnswer, type Transport } from "@showrunner/trakt/transport.ts";
import { seeded } from "@showrunner/trakt-sandbox/seeded.ts";
import * as z from "zod";
import type { JumpingClock, Perform, WorldOptions } from "./refresh-world.ts";

/** What becomes of one request for new tokens, while there are faults. */
export const authFates = [
  "ok",
  /** Lost on the way there. */
  "lost_before",
  /** The pair was given, and its answer lost. */
  "lost_after",
  /** The pair was given, and something between answered in Trakt's place. */
  "garbled",
  /** The answer does not come: time passes until the caller gives up. */
  "hangs",
  "429",
  "503",
  "blocked",
] as const;
export type AuthFate = (typeof authFates)[number];

const nobody = "http://trakt.invalid";
const json = { "content-type": "application/json" };
const html = { "content-type": "text/html" };
const Refresh = z.object({ refresh_token: z.string() });

/** Trakt's auth server and the two calls that a quiet poll and a sign-in make, at the end of a wire that we hold. */
export class ScriptedTrakt {
  readonly #clock: JumpingClock;
  readonly #options: WorldOptions;
  readonly #authFates: AuthFate[];
  readonly #next: () => number;
  /** Live ones: access token → when it ends; refresh token → its access token. */
  readonly access = new Map<string, number>();
  readonly refresh = new Map<string, string>();
  /** How often each refresh token came to be looked at. */
  readonly sent = new Map<string, number>();
  /** Refresh tokens that were sent although another attempt with them had just begun, and was still under way. */
  readonly overlapping: string[] = [];
  readonly #underWay = new Map<string, number>();
  /** Refresh tokens that reached a worker, by whether it lives. */
  readonly #reached = new Map<string, () => boolean>();
  /** When a poll was last answered. */
  answeredAt = 0;
  /** When the person last did something. */
  actedAt: number;
  isFaulty = false;
  #serial = 0;

  constructor(clock: JumpingClock, options: WorldOptions) {
    this.#clock = clock;
    this.#options = options;
    this.#authFates = [...options.authFates];
    this.#next = seeded(`trakt ${options.seed}`);
    this.actedAt = clock.now();
  }

  /** The real OAuth client, and calls by the real exchange, over this end of the wire. */
  client(perform: Perform, clock: Clock, isDead: () => boolean): Trakt {
    const transport: Transport = {
      send: (request, signal) => this.#send(perform, isDead, request, signal),
      sentCount: () => 0,
      close: async () => {},
    };
    const on = { transport, governor: undefined, clock };
    const app = { clientId: "made-up-app", clientSecret: new Secret("made-up-secret") };
    const none = (): never => {
      throw new Error("nothing here reads a list");
    };
    const call: (token: string) => Trakt["call"] = (token) => async (endpoint) => {
      const { method, path } = endpoint;
      const headers = ["authorization", `Bearer ${token}`];
      const request = { method, path, headers, body: null, person: null, bucket: "get" as const, about: path };
      return endpoint.reply.parse(jsonOf(await exchange(on, { ...request, secrets: [] }, undefined)));
    };
    return {
      call: call(""),
      pages: none,
      items: none,
      readWhole: none,
      as: ({ key, accessToken }) => ({
        key,
        calls: () => 0,
        call: call(accessToken.reveal()),
        pages: none,
        items: none,
        readWhole: none,
      }),
      oauth: createOAuth({ on, authUrl: nobody, headers: [], ...app }),
      calls: () => 0,
      paused: () => null,
      close: async () => {},
    };
  }

  /** Live pairs that a worker was given, and that it did not take to its grave. */
  reachable(): string[] {
    return [...this.#reached].flatMap(([token, isDead]) => (this.refresh.has(token) && !isDead() ? [token] : []));
  }

  reached(refreshToken: string, isDead: () => boolean): void {
    this.#reached.set(refreshToken, isDead);
  }

  /** A new pair, as a sign-in is given it. */
  grant(): Tokens {
    if (this.#options.signInEndsOthers) this.disconnect();
    const { access, refresh } = this.#issue();
    return {
      accessToken: new Secret(access),
      refreshToken: new Secret(refresh),
      createdAtMs: this.#clock.now(),
      expiresInMs: this.#options.lifeSeconds * 1000,
    };
  }

  /** The person removes the app: every token is dead. */
  disconnect(): void {
    this.access.clear();
    this.refresh.clear();
  }

  isLive(access: string): boolean {
    return (this.access.get(access) ?? 0) > this.#clock.now();
  }

  #issue(): { access: string; refresh: string } {
    this.#serial += 1;
    const pair = { access: `access-${this.#serial}`, refresh: `refresh-${this.#serial}` };
    this.access.set(pair.access, this.#clock.now() + this.#options.lifeSeconds * 1000);
    this.refresh.set(pair.refresh, pair.access);
    return pair;
  }

  async #send(
    perform: Perform,
    isDead: () => boolean,
    request: HttpRequest,
    signal: AbortSignal | undefined,
  ): Promise<HttpReply> {
    const isGivenUp = (): boolean => signal?.aborted === true;
    if (isGivenUp()) throw new NoAnswer("aborted", false, "given up");
    if (request.path !== "/oauth/token") {
      const answer = await perform(`GET ${request.path}`, () => this.#answer(request));
      if (answer === "lost") throw new NoAnswer("network", true, "the connection failed");
      return answer;
    }
    const { refresh_token: token } = Refresh.parse(JSON.parse(request.body ?? ""));
    const beganAt = this.#clock.now();
    const otherAt = this.#underWay.get(token);
    if (otherAt !== undefined && beganAt - otherAt < this.#options.leaseMs / 2) this.overlapping.push(token);
    this.#underWay.set(token, beganAt);
    try {
      const answer = await this.#exchange(perform, token, isGivenUp);
      const given = Refresh.safeParse(jsonOf(answer));
      if (given.success) this.reached(given.data.refresh_token, isDead);
      return answer;
    } finally {
      if (this.#underWay.get(token) === beganAt) this.#underWay.delete(token);
    }
  }

  async #exchange(perform: Perform, token: string, isGivenUp: () => boolean): Promise<HttpReply> {
    const answer = await perform("POST /oauth/token", () => this.#renew(token));
    for (;;) {
      await perform("the answer to POST /oauth/token", () => {});
      if (isGivenUp()) throw new NoAnswer("aborted", true, "given up");
      if (answer === "lost") throw new NoAnswer("network", true, "the connection failed");
      if (answer !== "hangs") return answer;
      this.#clock.jump(30_000);
    }
  }

  #renew(token: string): HttpReply | "lost" | "hangs" {
    const fate = (this.isFaulty ? this.#authFates.shift() : undefined) ?? "ok";
    // Turned away unread: that is no use of the token.
    if (fate === "429") return { status: 429, headers: { "retry-after": "30" }, body: "" };
    if (fate === "blocked") return { status: 403, headers: html, body: "<html>blocked</html>" };
    this.sent.set(token, (this.sent.get(token) ?? 0) + 1);
    if (fate === "503") return { status: 503, headers: html, body: "" };
    if (fate === "lost_before") return "lost";
    if (!this.refresh.delete(token)) {
      const body = JSON.stringify({ error: "invalid_grant", error_description: "session not found" });
      return { status: 400, headers: json, body };
    }
    const { access, refresh } = this.#issue();
    if (fate === "lost_after") return "lost";
    if (fate === "hangs") return "hangs";
    if (fate === "garbled") return { status: 200, headers: html, body: "<html></html>" };
    const created_at = Math.floor(this.#clock.now() / 1000);
    const body = { access_token: access, refresh_token: refresh, expires_in: this.#options.lifeSeconds, created_at };
    return { status: 200, headers: json, body: JSON.stringify(body) };
  }

  #answer({ path, headers }: HttpRequest): HttpReply | "lost" {
    const isStruck = this.isFaulty && this.#next() < this.#options.apiFaultShare;
    if (isStruck && this.#next() < 0.3) return "lost";
    if (isStruck && this.#next() < 0.5) return { status: 503, headers: html, body: "" };
    const token = headers[1]?.slice("Bearer ".length) ?? "";
    // A struck token is dead from then on.
    if (isStruck) this.access.delete(token);
    if (!this.isLive(token)) return { status: 401, headers: {}, body: "" };
    if (path === "/users/settings") {
      const user = { username: "ann", ids: { slug: "ann", uuid: "made-up" } };
      return { status: 200, headers: json, body: JSON.stringify({ user, account: { timezone: "UTC" } }) };
    }
    this.answeredAt = this.#clock.now();
    return { status: 200, headers: json, body: JSON.stringify({ all: new Date(this.actedAt).toISOString() }) };
  }
}
