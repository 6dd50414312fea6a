import { friendsOf } from "./follows.ts";
import type { Person, State } from "./state.ts";
import { byPopularity, factsOf, moviesOf, showsOf, titleKeyOf, titleOfItem, type KnownTitle } from "./titles.ts";

/**
 * Titles that the person has not watched, those first whose genres they and their friends watched the most. How Trakt
 * itself goes about it is its own affair.
 */
export function recommended(state: State, person: Person, type: KnownTitle["type"]): KnownTitle[] {
  const seen = watchedBy(state, person);
  const titles = type === "movie" ? moviesOf(state.library) : showsOf(state.library);
  const liking = new Map<string, number>();
  const friends = [...friendsOf(person).keys()].flatMap((name) => state.people.get(name) ?? []);
  for (const watched of [seen, ...friends.map((friend) => watchedBy(state, friend))]) {
    for (const title of titles) {
      if (!watched.has(titleKeyOf(title))) continue;
      for (const genre of factsOf(title).genres) liking.set(genre, (liking.get(genre) ?? 0) + 1);
    }
  }
  const liked = (title: KnownTitle): number =>
    factsOf(title).genres.reduce((sum, genre) => sum + (liking.get(genre) ?? 0), 0);
  return open(person, titles, seen)
    .map((title) => ({ title, liked: liked(title) }))
    .toSorted((a, b) => b.liked - a.liked || byPopularity(a.title, b.title))
    .map(({ title }) => title);
}

/** A rating of eight and more says as much as a favorite. */
const highRating = 8;

/** What friends of the person favorited or rated highly, and they have not watched; what most friends did first. */
export function recommendedByFriends(state: State, person: Person, type: KnownTitle["type"]): KnownTitle[] {
  const votes = new Map<string, number>();
  for (const name of friendsOf(person).keys()) {
    const friend = state.people.get(name);
    if (friend === undefined) continue;
    const rated = [...friend.ratings].filter(([, { rating }]) => rating >= highRating).map(([key]) => key);
    const favorites = friend.shelves.get("favorites")?.entries.keys() ?? [];
    for (const key of new Set([...rated, ...favorites])) votes.set(key, (votes.get(key) ?? 0) + 1);
  }
  const titles = type === "movie" ? moviesOf(state.library) : showsOf(state.library);
  const votesFor = (title: KnownTitle): number => votes.get(titleKeyOf(title)) ?? 0;
  return open(person, titles, watchedBy(state, person))
    .filter((title) => votesFor(title) > 0)
    .toSorted((a, b) => votesFor(b) - votesFor(a) || byPopularity(a, b));
}

function watchedBy(state: State, person: Person): Set<string> {
  return new Set(
    person.plays.map((play) => titleOfItem(state.library, `${play.movie ? "movie" : "episode"}:${play.trakt}`) ?? ""),
  );
}

/** Neither watched nor hidden from recommendations. */
function open(person: Person, titles: readonly KnownTitle[], seen: ReadonlySet<string>): KnownTitle[] {
  const hidden = person.shelves.get("hidden:recommendations")?.entries;
  return titles.filter((title) => !seen.has(titleKeyOf(title)) && hidden?.has(titleKeyOf(title)) !== true);
}
