import { systemClock, type Clock } from "@showrunner/core/clock.ts";
import type { InboxEntry, Notification, SendContext } from "../channel.ts";
import { createMailer } from "../email/mailer.ts";
import { createGuard } from "../guard/guard.ts";
import { createGuardedHttp, type GuardedHttp } from "../guard/http.ts";
import { ChannelProblem } from "../problem.ts";

export function notification(over: Partial<Notification> = {}): Notification {
  return {
    id: "act_3pPzmD0cQxw1bR7nUeKf",
    title: "Game of Thrones S02E08 airs tonight",
    body: "The Prince of Winterfell, at 21:00.",
    url: "https://trakt.tv/shows/game-of-thrones/seasons/2/episodes/8",
    at: "2026-11-20T18:00:00.000Z",
    event: {
      specversion: "1.0",
      id: "evt_kq0cV5sH2n8yXw3mBt6R",
      source: "https://trakt.tv",
      type: "episode.airing",
      subject: "episode:73657",
      time: "2026-11-20T20:00:00.000Z",
      recordedtime: "2026-11-20T18:00:00.000Z",
      traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      accountid: "acc_Hq2mZy5tWc8nRb1vLx4K",
      data: { episode: { season: 2, number: 8 } },
    },
    rule: { id: "rul_premieres", name: "Tell me before it airs" },
    ...over,
  };
}

export interface TestContext extends SendContext {
  entries: InboxEntry[];
}

/** A context whose ways out are real and may reach this machine. */
export function context(over: Partial<SendContext> & { clock?: Clock } = {}): TestContext {
  const guard = createGuard({ policy: "lan", allowLoopback: true });
  const clock = over.clock ?? systemClock;
  const entries: InboxEntry[] = [];
  return {
    http: createGuardedHttp(guard, { clock }),
    mail: createMailer(guard, { clock }),
    clock,
    inbox: (entry) => {
      entries.push(entry);
      return Promise.resolve();
    },
    attempt: 1,
    repeated: false,
    entries,
    ...over,
  };
}

/** The same client, but a known host's requests go to a receiver of ours; host allow-lists are kept, not obeyed. */
export function rerouted(http: GuardedHttp, from: string, to: string): GuardedHttp & { hosts: (readonly string[])[] } {
  const hosts: (readonly string[])[] = [];
  return {
    hosts,
    request: ({ hosts: allowed, ...request }) => {
      if (allowed !== undefined) hosts.push(allowed);
      return http.request({ ...request, url: request.url.replace(from, to) });
    },
    close: () => http.close(),
  };
}

/** What was thrown, as the ChannelProblem that it must be. */
export async function problemFrom(promise: Promise<unknown>): Promise<ChannelProblem> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof ChannelProblem) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
