import { receiver, type Receiver } from "@showrunner/channels/testing/receiver.ts";
import type { Account } from "@showrunner/core/records.ts";
import { saveChannel } from "@showrunner/services/act/channels.ts";
import { pingNow } from "@showrunner/services/act/send.ts";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import type { TestWorld } from "../harness/test-world.ts";
import { madeUpSigningSecret } from "../harness/webhook.ts";

/** Somebody with some of everything: rules of several versions, channels, events, runs, actions, a ledger, timers, feeds. */
export interface BusyAccount extends AsyncDisposable {
  account: Account;
  hook: Receiver;
  /** What the person's server answers. */
  answer: { status: number };
  /** A show that the person follows; its next episode airs in a day. */
  show: { show: number; episodes: number[] };
  /** Watches the next episode that was not watched yet. */
  watch(): void;
}

export const rules = {
  watched: "name: Watched\nwhen: { event: episode.watched }\nthen: [{ do: webhook, channel: hook }]\n",
  airing:
    "name: Airing\nwhen: { event: episode.airing }\nthen: [{ do: notify, channel: inbox, title: on now, body: '{{ show.title }}' }]\n",
  favourites: "name: Later\nwhen: { event: favorites.item_added }\nthen: [{ do: watchlist.add }]\n",
};

export async function busyAccount(t: TestWorld, username: string): Promise<BusyAccount> {
  const account = await t.person(username);
  const answer = { status: 200 };
  const hook = await receiver((_request, response) => response.writeHead(answer.status).end());
  const channel = await saveChannel(t.ctx, account.id, {
    kind: "webhook",
    name: "hook",
    config: { url: `${hook.origin}/hook` },
    secrets: { signing: [madeUpSigningSecret] },
  });
  await pingNow(t.ctx, channel);
  hook.requests.length = 0;
  const show = addWeeklyShow(t.sandbox, { title: "Weekly", aired: 6, ahead: 2 });
  for (const source of Object.values(rules)) await t.rule(account, source);
  await t.rule(account, rules.watched.replace("hook }", "hook }, { do: notify, channel: inbox, title: w, body: w }"));
  await t.minutes(3);
  let at = 0;
  const watch = (): void => {
    const episode = show.episodes[at++];
    if (episode === undefined) throw new Error("everything is watched");
    t.world.watch(username, { type: "episode", trakt: episode });
  };
  watch();
  t.world.favorite(username, { type: "movie", trakt: t.world.addMovie({ title: "Favourite" }) });
  await t.minutes(5);
  return { account, hook, answer, show, watch, [Symbol.asyncDispose]: () => hook[Symbol.asyncDispose]() };
}
