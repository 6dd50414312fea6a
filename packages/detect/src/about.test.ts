import { catalogue } from "@showrunner/core/events/catalogue.ts";
import { describe, expect, it } from "vitest";
import { aboutOf } from "./about.ts";

const phrases = {
  "episode.watched": "Game of Thrones 2×08 watched",
  "movie.watched": "Clerks III watched",
  "play.removed": "Game of Thrones 2×08 removed from the history",
  "show.started": "Game of Thrones started",
  "season.completed": "Game of Thrones season 1 completed",
  "show.caught_up": "caught up with Game of Thrones",
  "show.completed": "Game of Thrones completed",
  "playback.paused": "Game of Thrones 2×08 paused at 43 %",
  "watching.started": "Game of Thrones 2×08 begun",
  "watching.ended": "Game of Thrones 2×08 finished",
  "watchlist.item_added": "Game of Thrones added to the watchlist",
  "watchlist.item_removed": "Game of Thrones removed from the watchlist",
  "favorites.item_added": "Clerks III added to the favorites",
  "favorites.item_removed": "Clerks III removed from the favorites",
  "collection.item_added": "Clerks III added to the collection",
  "collection.item_removed": "Clerks III removed from the collection",
  "list.item_added": "Game of Thrones added to the list Together",
  "list.item_removed": "Game of Thrones removed from the list Together",
  "list.created": "the list Together made",
  "list.updated": "the list Together changed",
  "list.deleted": "the list Together deleted",
  "item.rated": "Clerks III rated 9",
  "item.unrated": "Clerks III no longer rated, 9 before",
  "item.hidden": "Game of Thrones hidden from progress watched",
  "item.unhidden": "Game of Thrones shown again in progress watched",
  "show.dropped": "Game of Thrones dropped",
  "show.undropped": "Game of Thrones taken up again",
  "episode.scheduled": "Game of Thrones 2×08 scheduled for 2026-11-22 02:00 UTC",
  "episode.rescheduled": "Game of Thrones 2×08 moved from 2026-11-21 02:00 UTC to 2026-11-22 02:00 UTC",
  "episode.airing": "Game of Thrones 2×08 airs",
  "season.premiering": "Game of Thrones season 2 premieres",
  "show.premiering": "Game of Thrones premieres",
  "season.ending": "Game of Thrones season 2 ends",
  "season.aired": "the whole Game of Thrones season 2 is out",
  "movie.releasing": "Clerks III is released",
  "movie.streaming": "Clerks III can be streamed",
  "movie.on_disc": "Clerks III comes out on disc",
  "show.renewed": "Game of Thrones renewed: returning series, canceled before",
  "show.canceled": "Game of Thrones canceled",
  "show.ended": "Game of Thrones ended",
  "show.season_announced": "Game of Thrones season 9 announced",
  "household.watched": "ann watched Game of Thrones 2×08",
  "friend.watched": "Justin Nemeth watched Game of Thrones 2×08",
  "friend.watching": "Justin Nemeth watches Game of Thrones 2×08",
  "follower.added": "Justin Nemeth follows",
  "follow.requested": "Justin Nemeth asks to follow",
  "comment.liked": "Justin Nemeth likes a comment",
  "connection.needs_reconnect": "Trakt must be connected again: Trakt refused the refresh token",
  "time.scheduled": "the time of 0 20 * * SUN (Europe/Berlin)",
  "show.stalled": "Game of Thrones not watched since 2026-11-06 20:10 UTC",
  "hook.received": "Living room: media.scrobble of The Prince of Winterfell",
  "rule.failing": "the rule Tell me when it airs fails: show.rating >= 7.5 could not be evaluated: it is not known",
  "channel.disabled": "the channel home is disabled: the receiver answered 410 Gone",
  "limit.reached": "the limit of watchlist is reached: Trakt takes no more on the watchlist",
};

const exampleOf = (type: string): object => catalogue.find((one) => one.type === type)?.example ?? {};

describe("what an event is about", () => {
  it("is said in one phrase for every type of the catalogue", () => {
    const said = catalogue.map((one) => [one.type, aboutOf(one.type, one.example)]);
    expect(Object.fromEntries(said)).toEqual(phrases);
  });

  it("says how long before or after it what is on the calendar is told", () => {
    const at = { ...exampleOf("episode.airing") };
    expect(aboutOf("episode.airing", { ...at, offset_minutes: -30 })).toBe("Game of Thrones 2×08 airs, in 30 min");
    expect(aboutOf("episode.airing", { ...at, offset_minutes: 120 })).toBe("Game of Thrones 2×08 airs, 120 min ago");
  });

  it("names the season or episode that was listed, and the rating before", () => {
    const show = { title: "Game of Thrones", ids: { trakt: 1390 } };
    const season = { item_type: "season", show, season: { number: 2 }, listed_at: "2026-11-20T18:00:00.000Z" };
    expect(aboutOf("watchlist.item_added", season)).toBe("Game of Thrones season 2 added to the watchlist");
    const episode = { item_type: "episode", show, episode: { season: 2, number: 8 }, collected_at: "2026-11-20" };
    expect(aboutOf("collection.item_added", episode)).toBe("Game of Thrones 2×08 added to the collection");
    const rated = { item_type: "show", show, rating: 9, previous_rating: 8, rated_at: "2026-11-20T18:00:00.000Z" };
    expect(aboutOf("item.rated", rated)).toBe("Game of Thrones rated 9, 8 before");
  });

  it("is one line whatever a title holds, and never fails", () => {
    const movie = { title: "Two\nlines", ids: { trakt: 1 } };
    const data = { play_id: 1, watched_at: "2026-11-20T18:00:00.000Z", action: "watch", movie };
    expect(aboutOf("movie.watched", data)).toBe("Two lines watched");
    expect(aboutOf("movie.watched", { unforeseen: true })).toBe("movie.watched");
    expect(aboutOf("not.a_type", data)).toBe("not.a_type");
    expect(aboutOf("play.removed", { play_id: 1, watched_at: "", item_type: "movie" })).toBe(
      "a movie removed from the history",
    );
  });
});
