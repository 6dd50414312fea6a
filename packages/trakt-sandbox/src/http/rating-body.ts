import type { ForeignRating, Rating } from "../world/title-facts.ts";
import type { Call } from "./call.ts";

/** Ratings of others than Trakt's people, as far as a thing has them. */
type ForeignRatings = Partial<Record<"tmdb" | "imdb" | "metascore" | "rt_meter" | "rt_user_meter", ForeignRating>>;

/** `{rating, votes, distribution}`; with `extended=all` that is under `trakt`, beside those of others. */
export function ratingBody(call: Call, own: Rating, others: ForeignRatings): Record<string, unknown> {
  if (!call.extended.has("all")) return { ...own };
  const { tmdb, imdb, metascore, rt_meter, rt_user_meter } = others;
  return {
    trakt: own,
    tmdb: { rating: tmdb?.rating ?? null, votes: tmdb?.votes ?? null, link: null },
    imdb: { rating: imdb?.rating ?? null, votes: imdb?.votes ?? null, link: null },
    metascore: { rating: metascore?.rating ?? null, link: null },
    rotten_tomatoes: {
      rating: rt_meter?.rating ?? null,
      user_rating: rt_user_meter?.rating ?? null,
      state: null,
      user_state: null,
      link: null,
    },
  };
}
