import type { ShowFacts } from "@showrunner/core/media.ts";
import type { Account } from "@showrunner/core/records.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Episodes from "@showrunner/trakt/contract/episodes.ts";
import type { Progress } from "@showrunner/trakt/contract/media.ts";
import * as Shows from "@showrunner/trakt/contract/shows.ts";
import * as Sync from "@showrunner/trakt/contract/sync.ts";
import type { Services } from "../context.ts";
import { airDates, areIn } from "./air-dates.ts";
import { askTrakt } from "./ask-trakt.ts";
import { type Followed, type FollowedShow, followedShows, keepShow, unwatched } from "./followed-shows.ts";
import { inTurns, readsAtOnce } from "./in-turns.ts";
import { ifKnown } from "./known-to-trakt.ts";
import { oneFlight } from "./one-flight.ts";
import { isOwn } from "./person.ts";
import { progressOfOther } from "./progress-of-other.ts";
import { type PlayStats, statsReader } from "./play-stats.ts";
import { inOrder } from "./progress-sort.ts";
import { type ProgressView, progressView, type ShowAndProgress } from "./progress-view.ts";
import { parseQuery, ProgressQuery } from "./query.ts";
import { showProgress } from "./show-progress.ts";
import { findTitles } from "./titles.ts";
import { wholeList } from "./whole-list.ts";

const flight = oneFlight<ShowAndProgress[]>();

/**
 * How far a person is with their shows, or with those named by slug or TVDB id: all of them but hidden and dropped ones
 * when none is named. Second and later answers cost one call while nothing moved at Trakt and nothing new has aired.
 *
 * @param asked `title`, `sort`, `extended` and `user`, as a `ProgressQuery` takes them.
 * Throws Problems `view.invalid`, `show.unknown`, `person.unknown`, `person.private`, `view.incomplete`, and what `askTrakt` does.
 */
export async function progress(
  ctx: Services,
  account: Account,
  asked: unknown,
  signal?: AbortSignal,
): Promise<ProgressView[]> {
  const query = parseQuery(ProgressQuery, asked);
  const titles = query.title.includes("all") ? undefined : query.title;
  const user = query.user === undefined || isOwn(account, query.user) ? undefined : query.user;
  const shows = await flight(ctx, [account.id, user, titles], signal, (ends) =>
    askTrakt(
      ctx,
      account,
      (session) =>
        user === undefined ? ownProgress(ctx, account, session, titles) : progressOfOther(ctx, session, user, titles),
      ends,
    ),
  );
  return inOrder(shows, query.sort).map((one) => progressView(one, query.extended));
}

async function ownProgress(
  ctx: Services,
  account: Account,
  session: TraktSession,
  titles: readonly string[] | undefined,
): Promise<ShowAndProgress[]> {
  const followed = await followedShows(ctx, account, session);
  const known = [...followed.shows.values()].map(({ value }) => value);
  const wanted =
    titles === undefined
      ? known.filter((one) => one.plays > 0 && !one.hidden).map((one) => one.show)
      : await findTitles(
          session,
          titles,
          known.map((one) => one.show),
        );
  await readMissing(ctx, account, session, followed, wanted);
  return wanted.flatMap((show) => {
    const read = readOfShow(followed, show);
    return read === undefined ? [] : [{ show, progress: read.progress }];
  });
}

/** What was read of a show, if nothing has moved of it since. */
function readOfShow(followed: Followed, show: ShowFacts): NonNullable<FollowedShow["read"]> | undefined {
  const one = followed.shows.get(show.ids.trakt)?.value;
  return one?.read == null || one.read.mark !== one.mark ? undefined : one.read;
}

/** Reads the progress of shows of which it is not known, or no longer holds; each is kept as soon as it is read. */
async function readMissing(
  ctx: Services,
  account: Account,
  session: TraktSession,
  followed: Followed,
  wanted: readonly ShowFacts[],
): Promise<void> {
  const now = ctx.clock.now();
  const missing = wanted.filter((show) => {
    const read = readOfShow(followed, show);
    return read === undefined || now >= (read.untilMs ?? Infinity);
  });
  const statsOf = await statsReader(
    {
      all: () => wholeList("the history", session.readWhole(Sync.history, { type: "episodes" })),
      ofShow: (id) => wholeList("the plays of a show", session.readWhole(Sync.history, { type: "shows", item_id: id })),
    },
    new Map([...followed.shows].map(([id, { value }]) => [id, value.plays])),
    missing.map((show) => show.ids.trakt),
  );
  await inTurns(missing, readsAtOnce, async (show) => {
    const known = followed.shows.get(show.ids.trakt)?.value ?? unwatched(show, followed.hides);
    const read = await readShow(ctx, session, followed.movedMs, known.plays > 0, show, statsOf);
    // A show may have gone from Trakt, though it still lists it.
    if (read !== undefined)
      await keepShow(ctx, account.id, followed.shows, { ...known, read: { mark: known.mark, ...read } });
  });
}

/** What Trakt counts and when it says that it airs do not agree yet: looked at again after this long. */
const disagreementMs = 10 * 60_000;

async function readShow(
  ctx: Services,
  session: TraktSession,
  movedMs: number,
  isWatched: boolean,
  show: ShowFacts,
  statsOf: (showId: number) => Promise<PlayStats>,
) {
  const id = show.ids.trakt;
  const now = ctx.clock.now();
  const told = await ifKnown(session.call(Shows.watchedProgress, { id }));
  if (told === undefined) return undefined;
  const aired = new Map(told.seasons.filter((one) => one.number > 0).map((one) => [one.number, one.aired]));
  const dates = await airDates(ctx, session, id, aired);
  const next_episode = told.next_episode ?? (await passedOver(session, id, told));
  const read = showProgress({ ...told, next_episode }, dates, await statsOf(id), now);
  const holds = [
    read.nextAirsMs,
    // Trakt's reads lag: what was read right after something moved is read once more when it has settled.
    now < movedMs + ctx.settings.settleMs ? movedMs + ctx.settings.settleMs : null,
    areIn(dates, aired, now) ? null : now + disagreementMs,
    isWatched ? null : now + ctx.settings.factsMaxAgeMs,
  ].filter((at) => at !== null);
  return { progress: read, untilMs: holds.length === 0 ? null : Math.min(...holds) };
}

/**
 * Trakt names what comes after the episode that was watched furthest on, and nothing after the last one: then it is the
 * first of those that were passed over.
 */
async function passedOver(session: TraktSession, id: number, told: Progress) {
  for (const { number: season, episodes } of told.seasons.toSorted((a, b) => a.number - b.number)) {
    const unseen = (season === 0 ? [] : (episodes ?? [])).filter((one) => !one.completed).map((one) => one.number);
    if (unseen.length > 0)
      return await ifKnown(session.call(Episodes.summary, { id, season, episode: Math.min(...unseen) }));
  }
  return null;
}
