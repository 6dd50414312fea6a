import type { Random } from "@showrunner/core/ids.ts";
import type { Account } from "@showrunner/core/records.ts";
import { decideAll } from "@showrunner/services/approvals/approvals.ts";
import type { Services } from "@showrunner/services/context.ts";
import { createHook, type HookSecrets } from "@showrunner/services/hooks/hooks.ts";
import { receiveHook } from "@showrunner/services/hooks/receive.ts";
import { agreeToHousehold, offerHousehold } from "@showrunner/services/household/links.ts";
import { saveChannel } from "@showrunner/services/act/channels.ts";
import { pingNow } from "@showrunner/services/act/send.ts";
import { saveSettings } from "@showrunner/services/timing/settings.ts";
import { saveRule } from "@showrunner/services/rules/rules.ts";
import { seeded } from "@showrunner/trakt-sandbox/seeded.ts";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld, type TestWorld, type TestWorldOptions } from "../harness/test-world.ts";
import { type Happening, tick } from "./drive.ts";

/** Made up, and the same in every world. */
const signing = ["whsec_Y3Jhc2gtdGVzdC1zaWduaW5nLXNlY3JldC0zMmI="];

const rules: Record<string, readonly string[]> = {
  ann: [
    "name: Plays told\nwhen: { event: [episode.watched, movie.watched] }\nthen:\n  - { do: webhook, channel: hook }\n",
    "name: Finished shows away\nwhen: { event: show.completed }\nthen:\n  - { do: hide, section: progress_watched }\n" +
      "  - { do: notify, channel: inbox, title: '{{ show.title }}', body: done }\n",
    "name: Loved shows kept\nwhen: { event: item.rated }\nif: item_type == 'show' && rating >= 8\nthen:\n" +
      "  - { do: list.add, list: Loved }\n  - { do: watchlist.add }\n",
    "name: Hiding told\nwhen: { event: item.hidden }\nthen:\n  - { do: webhook, channel: hook }\n",
    "name: On air\nwhen: { event: episode.airing }\nthen:\n" +
      "  - { do: notify, channel: inbox, title: '{{ show.title }} airs', body: now }\n",
    "name: Begun told\nwhen: { event: episode.watched }\nif: progress.started\nthen:\n" +
      "  - { do: notify, channel: inbox, title: '{{ show.title }}', body: begun }\n",
    "name: Ends told\nwhen: { event: show.ended }\nthen:\n  - { do: webhook, channel: hook }\n",
    "name: Seen together\nwhen: { event: household.watched }\nthen:\n" +
      "  - { do: notify, channel: inbox, title: '{{ movie.title }}', body: together }\n",
    "name: Rung\nwhen: { event: hook.received }\nthen:\n  - { do: webhook, channel: hook }\n",
  ],
  bob: [
    "name: Rated is watched\nwhen: { event: item.rated }\nif: item_type == 'movie'\nthen:\n" +
      "  - { do: history.add, watched_at: now }\n",
    "name: Movies noted\nwhen: { event: movie.watched }\nthen:\n" +
      "  - { do: notify, channel: inbox, title: '{{ movie.title }}', body: seen }\n  - { do: rate, rating: 7 }\n",
    "name: Two at a time\nwhen: { event: item.rated }\nif: item_type == 'movie' && rating != 7\nthen:\n" +
      "  - { do: hold, channel: inbox, title: '{{ movie.title }}' }\noptions: { digest: { after_items: 2 } }\n",
    "name: Thought over\nwhen: { event: item.rated }\nif: item_type == 'movie' && rating != 7\nthen:\n" +
      "  - { do: notify, channel: inbox, title: '{{ movie.title }} still?', body: rated, wait: 2 minutes, if: rating > 5 }\n" +
      "  - { do: hide, section: recommendations, wait: 3 minutes, if: rating < 5 }\n",
    "name: Wishes told\nwhen: { event: watchlist.item_added }\nthen:\n  - { do: webhook, channel: hook }\n",
    "name: Shared\nwhen: { event: movie.watched }\nthen:\n  - { do: household.share, with: ann }\n",
    // More than it may: it waits for a yes.
    "name: Asks first\nwhen: { event: movie.watched }\nif: movie.title == 'Wish'\nthen:\n" +
      "  - { do: collection.remove }\n  - { do: favorites.remove }\noptions: { limit: { removals: 1 } }\n",
    // Ten past twelve, where Trakt's people are.
    "name: At ten past\nwhen: { event: time.scheduled, cron: '10 4 * * *' }\nthen:\n" +
      "  - { do: webhook, channel: hook }\n",
  ],
  cat: [
    "name: Gone from the list\nwhen: { event: watchlist.item_removed }\nthen:\n  - { do: webhook, channel: hook }\n" +
      "  - { do: notify, channel: inbox, title: gone, body: '{{ show.title }}' }\n",
    "name: Taken back\nwhen: { event: play.removed }\nthen:\n  - { do: webhook, channel: hook }\n",
    "name: Shown again\nwhen: { event: item.unhidden }\nthen:\n  - { do: watchlist.add }\n",
    "name: New wishes hidden\nwhen: { event: watchlist.item_added }\nthen:\n  - { do: hide, section: recommendations }\n",
    "name: Rated is watched\nwhen: { event: item.rated }\nif: item_type == 'episode'\nthen:\n" +
      "  - { do: history.add, watched_at: now }\n",
    "name: Completed is loved\nwhen: { event: show.completed }\nthen:\n  - { do: rate, rating: 10 }\n",
  ],
};

/** A world in which three people with rules live on, the same in every run. */
export interface Life {
  t: TestWorld;
  accounts: Account[];
  /** What happens at the sandbox, by the minute from now. */
  happenings: ReadonlyMap<number, Happening>;
}

/** The same ids in every world: what is compared between two of them is made from these. */
function countedRandom(seed: string): Random {
  const next = seeded(seed);
  let count = 0;
  return { next, id: (prefix) => `${prefix}_${String(++count).padStart(6, "0")}` };
}

/** Somebody calls a hook's address. */
async function ring(ctx: Services, { path }: HookSecrets): Promise<void> {
  const [secret = "", hookId = ""] = path.reveal().split("/").toReversed();
  const header = (name: string): string | undefined => (name === "content-type" ? "application/json" : undefined);
  await receiveHook(ctx, { hookId, secret, header, body: Buffer.from(JSON.stringify({ what: "bell" })) });
}

export interface LifeOptions extends TestWorldOptions {
  /** Minutes from one happening to the next; 1 when left out. */
  pace?: number;
}

/** Connects the three, saves their rules, and lets the first polls pass. */
export async function beginLife(hookUrl: string, options: LifeOptions = {}): Promise<Life> {
  const random = countedRandom("life");
  const t = await createTestWorld({
    ...options,
    settings: { sharedRefreshMs: 4 * 60_000, statusConfirmMs: 2 * 60_000, ...options.settings },
    wrap: (ctx) => ({ ...ctx, random }),
  });
  const { world } = t;
  const over = addWeeklyShow(t.sandbox, { title: "Over", aired: 3, status: "ended" });
  const ending = addWeeklyShow(t.sandbox, { title: "Ending", aired: 2 });
  const short = addWeeklyShow(t.sandbox, { title: "Short", aired: 1, status: "ended" });
  const onAir = addWeeklyShow(t.sandbox, {
    title: "On Air",
    aired: 2,
    ahead: 2,
    nextAt: t.clock.now() + (4 + 7 * (options.pace ?? 1)) * 60_000,
  });
  const [firstMovie, secondMovie, wish] = ["First", "Second", "Wish"].map((title) =>
    world.addMovie({ title, year: 2025 }),
  );
  const [one, two, three] = over.episodes;
  const [first, second] = ending.episodes;
  const [aired] = onAir.episodes;
  const [only] = short.episodes;
  if (firstMovie === undefined || secondMovie === undefined || wish === undefined) throw new Error("no movies");
  if (one === undefined || two === undefined || three === undefined) throw new Error("no episodes");
  if (first === undefined || second === undefined || aired === undefined) throw new Error("no episodes");
  if (only === undefined) throw new Error("no episodes");
  const episode = (trakt: number) => ({ type: "episode" as const, trakt });
  const show = (trakt: number) => ({ type: "show" as const, trakt });
  const movie = (trakt: number) => ({ type: "movie" as const, trakt });

  const accounts: Account[] = [];
  const before: Record<string, () => void> = {
    ann: () => world.watch("ann", episode(aired)),
    bob: () => world.collect("bob", movie(wish)),
    cat: () => {
      world.watch("cat", episode(one));
      world.hide("cat", show(over.show), "calendar");
    },
  };
  for (const [username, sources] of Object.entries(rules)) {
    const account = await t.person(username);
    accounts.push(account);
    before[username]?.();
    const hook = { kind: "webhook", name: "hook", config: { url: hookUrl }, secrets: { signing } };
    await pingNow(t.ctx, await saveChannel(t.ctx, account.id, hook));
    // Some of what she is told falls into these, however fast her life is.
    if (username === "cat") await saveSettings(t.ctx, account.id, { time_zone: "UTC", quiet_hours: "12:08-12:20" });
    for (const source of sources) await saveRule(t.ctx, account.id, source, { enabled: true });
  }
  const [ann, bob] = accounts;
  if (ann === undefined || bob === undefined) throw new Error("nobody is there");
  await offerHousehold(t.ctx, bob, ann);
  await agreeToHousehold(t.ctx, ann, bob);
  const { secrets } = await createHook(t.ctx, ann.id, { name: "Bell" });
  for (let minute = 0; minute < 4; minute++) {
    await tick({ ctx: t.ctx, receiver: t.database.queue });
    await t.clock.advance(60_000);
  }

  const days = new Map<number, Happening>([
    [
      1,
      () => {
        world.watch("ann", episode(one));
        world.rate("bob", movie(firstMovie), 8);
        world.watchlistAdd("cat", show(ending.show));
      },
    ],
    [2, () => world.watchAll("ann", [{ item: episode(two) }, { item: episode(first) }, { item: episode(second) }])],
    [
      3,
      () => {
        world.watch("ann", episode(three));
        world.watchlistAdd("bob", movie(wish));
        const [play] = world.history("cat");
        if (play !== undefined) world.removePlay("cat", play.id);
      },
    ],
    [
      4,
      () => {
        world.rate("ann", show(over.show), 9);
        world.rate("bob", movie(secondMovie), 3);
        world.unhide("cat", show(over.show), "calendar");
      },
    ],
    [
      5,
      () => {
        world.setStatus(ending.show, "ended");
        world.watchlistRemove("cat", show(ending.show));
        world.watch("bob", movie(wish));
        world.rate("cat", episode(only), 9);
      },
    ],
    [6, () => ring(t.ctx, secrets)],
    [28, async () => void (await decideAll(t.ctx, bob.id, "yes"))],
    // Long after: what rules did before, people now do themselves.
    [
      30,
      () => {
        world.unhide("ann", show(over.show), "progress_watched");
        world.watchlistRemove("cat", show(over.show));
        world.watch("bob", movie(firstMovie));
      },
    ],
    [
      34,
      () => {
        world.hide("ann", show(over.show), "progress_watched");
        world.watchlistAdd("cat", show(over.show));
      },
    ],
  ]);
  const pace = options.pace ?? 1;
  return { t, accounts, happenings: new Map([...days].map(([at, happen]) => [at * pace, happen])) };
}
