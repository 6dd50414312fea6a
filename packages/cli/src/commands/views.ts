import type { EndpointId, ReplyOf } from "@showrunner/client/asked.ts";
import type { Client } from "@showrunner/client/client.ts";
import { localTime } from "@showrunner/local/local-time.ts";
import { plain } from "@showrunner/local/plain.ts";
import { isOwn } from "@showrunner/services/views/person.ts";
import { chooseAccount } from "../choose-account.ts";
import { type GlobalOptions, withClient } from "../context.ts";
import { show } from "../output.ts";
import { table } from "../table.ts";

type ItemOf<Id extends EndpointId> = ReplyOf<Id> extends { items: (infer Item)[] } ? Item : never;
type PlayView = ItemOf<"views.watched">;
type ProgressView = ItemOf<"views.progress">;
type WatchingView = NonNullable<ReplyOf<"views.watching">["watching"]>;

export interface ViewOptions extends GlobalOptions {
  account?: string;
  /** Somebody else at Trakt. */
  user?: string;
}

/** What a view is asked: of whom, as which account, and what else it takes. */
interface ViewAsked {
  path: { account: string };
  query: Record<string, string>;
}

/** Asks a view, as the account named, and prints what came of it. */
async function view<T>(
  options: ViewOptions,
  more: Record<string, string>,
  read: (client: Client, asked: ViewAsked) => Promise<T>,
  wordsOf: (answer: T, who: string) => string,
): Promise<void> {
  await withClient(options, { trakt: true }, async (asking) => {
    const account = await chooseAccount(asking, options.account);
    const query = options.user === undefined ? more : { ...more, user: options.user };
    const answer = await read(asking.client, { path: { account: account.id }, query });
    const { user = "me" } = options;
    show(asking.output, answer, wordsOf(answer, isOwn(account, user) ? account.username : user));
  });
}

export async function listFriends(options: ViewOptions & { extended?: boolean }): Promise<void> {
  const extended = options.extended === true;
  const read = async (client: Client, asked: ViewAsked) => (await client.call("views.friends", asked)).items;
  await view(options, { extended: String(extended) }, read, (found, who) => {
    if (found.length === 0) return plain(`${who} has no friends at Trakt.`);
    const head = ["friend", "name", "watches now", "watched last"];
    return table(
      extended ? [...head.slice(0, -1), "last movie", "last episode"] : head,
      found.map((friend) => {
        const latest = extended ? [friend.watched_movies?.[0], friend.watched_episodes?.[0]] : [friend.watched[0]];
        const now = friend.watching === null ? "-" : titleOf(friend.watching);
        const doings = friend.visible ? [now, ...latest.map(playWords)] : ["(private)", ...latest.map(() => "")];
        return [friend.username, friend.name ?? "-", ...doings];
      }),
    );
  });
}

export async function listWatched(options: ViewOptions): Promise<void> {
  const read = async (client: Client, asked: ViewAsked) => (await client.call("views.watched", asked)).items;
  await view(options, {}, read, (plays, who) =>
    plays.length === 0
      ? plain(`${who} has watched nothing.`)
      : table(
          ["watched", "what", "how"],
          plays.map((play) => [localTime(play.watched_at), titleOf(play), play.action]),
        ),
  );
}

export async function tellWatching(options: ViewOptions): Promise<void> {
  const read = async (client: Client, asked: ViewAsked) => (await client.call("views.watching", asked)).watching;
  await view(options, {}, read, (now, who) =>
    plain(now === null ? `${who} watches nothing now.` : `${who} watches ${watchingWords(now)}.`),
  );
}

export interface ProgressOptions extends ViewOptions {
  sort: string;
  extended: string;
}

export async function listProgress(titles: readonly string[], options: ProgressOptions): Promise<void> {
  const { sort, extended } = options;
  const title = titles.length === 0 ? "all" : titles.join(",");
  const read = async (client: Client, asked: ViewAsked) => (await client.call("views.progress", asked)).items;
  await view(options, { title, sort, extended }, read, (shows, who) => {
    if (shows.length === 0) return plain(`${who} has no shows under way.`);
    // Whoever names shows wants to see more of each.
    return title === "all" && extended === "minimal" ? overview(shows) : shows.map(details).join("\n\n");
  });
}

function overview(shows: readonly ProgressView[]): string {
  return table(
    ["show", "watched", "left", "last watched", "next"],
    shows.map(({ show: { title }, progress: { percentage, aired, completed, left }, ...one }) => [
      title,
      `${percentage} % (${completed} of ${aired})`,
      String(left),
      one.last_watched_at === null ? "-" : localTime(one.last_watched_at).slice(0, 10),
      nextWords(one.next_episode),
    ]),
  );
}

function details(one: ProgressView): string {
  const { title, year, url, status, network, genres } = one.show;
  const { percentage, aired, completed, left } = one.progress;
  const { plays, scrobbles, checkins, seen } = one.stats;
  const facts = [url, status, network, genres?.join(", ")].filter((fact) => fact != null && fact !== "");
  const hidden = one.hidden_seasons.length === 0 ? [] : [`  hidden seasons: ${one.hidden_seasons.join(", ")}`];
  const lines = [
    `${title}${year == null ? "" : ` (${year})`}: ${percentage} %, ${completed} of ${aired}, ${left} left`,
    ...(facts.length === 0 ? [] : [`  ${facts.join(" · ")}`]),
    ...one.seasons.map(
      (season) =>
        `  season ${String(season.season).padEnd(3)} ${String(season.percentage).padStart(3)} %  ${season.completed} of ${season.aired}  ${flags(season.episodes)}`,
    ),
    ...hidden,
    `  ${plays} plays: ${scrobbles} scrobbled, ${checkins} checked in, ${seen} marked as seen`,
    `  next: ${nextWords(one.next_episode)}`,
  ];
  return lines.map(plain).join("\n");
}

/** One sign for each episode that has aired, in their order. */
function flags(episodes: Readonly<Record<string, boolean>>): string {
  return Object.values(episodes)
    .map((isWatched) => (isWatched ? "#" : "."))
    .join("");
}

function nextWords(next: ProgressView["next_episode"]): string {
  if (next === null) return "-";
  const aired = next.first_aired === null ? "" : ` (${localTime(next.first_aired).slice(0, 10)})`;
  return `${numberOf(next)}${next.title === null ? "" : ` ${next.title}`}${aired}`;
}

const numberOf = ({ season, number }: { season: number; number: number }): string =>
  `${season}×${String(number).padStart(2, "0")}`;

function titleOf(one: PlayView | WatchingView): string {
  if (one.type === "movie") return one.movie.year == null ? one.movie.title : `${one.movie.title} (${one.movie.year})`;
  return `${one.show.title} ${numberOf(one.episode)}${one.episode.title == null ? "" : ` ${one.episode.title}`}`;
}

function playWords(play: PlayView | undefined): string {
  return play === undefined ? "-" : `${titleOf(play)}, ${localTime(play.watched_at).slice(0, 16)}`;
}

function watchingWords(now: WatchingView): string {
  const [from, until] = [now.started_at, now.expires_at].map((at) => localTime(at).slice(11, 16));
  return `${titleOf(now)}, from ${from} to about ${until}`;
}
