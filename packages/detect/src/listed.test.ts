import { describe, expect, it } from "vitest";
import { diffCollected } from "./collected.ts";
import { diffHidden } from "./hidden.ts";
import { diffListed, ListedRow } from "./listed.ts";
import { diffRated } from "./rated.ts";
import { checked, factsOf, minute } from "./testing/drafts.ts";
import { anEpisode, aShow } from "./testing/things.ts";

const show = { item_type: "show" as const, show: aShow(1390) };
const removedAt = minute(99);

describe("the watchlist and the favorites", () => {
  const row: ListedRow = { ...show, listed_at: minute(3) };

  it("tell an addition at the time Trakt listed it, and a removal at the time the list changed", () => {
    expect(checked(diffListed("watchlist", { before: [], after: [row], whole: true, removedAt }))).toEqual([
      {
        type: "watchlist.item_added",
        subject: "show:1390",
        time: minute(3),
        identity: `show:1390@${minute(3)}`,
        data: row,
      },
    ]);
    expect(checked(diffListed("favorites", { before: [row], after: [], whole: true, removedAt }))).toMatchObject([
      { type: "favorites.item_removed", subject: "show:1390", time: removedAt, identity: `show:1390@${minute(3)}` },
    ]);
  });

  it("take off and on again between two reads as one addition", () => {
    const after = [{ ...row, listed_at: minute(9) }];
    expect(factsOf(diffListed("watchlist", { before: [row], after, whole: true, removedAt }))).toEqual([
      `watchlist.item_added show:1390@${minute(9)}`,
    ]);
  });

  it("are not moved by another spelling of the same instant", () => {
    const after = [{ ...row, listed_at: minute(3).replace(".000Z", "Z") }];
    expect(diffListed("watchlist", { before: [row], after, whole: true, removedAt })).toEqual([]);
  });

  it("keep rows that come back the same through JSON and the store's door", () => {
    expect(ListedRow.parse(JSON.parse(JSON.stringify(row)))).toEqual(row);
  });
});

describe("the collection", () => {
  it("knows an episode by its show and number, whether or not an answer gives its id", () => {
    const { ids: _, ...numbered } = anEpisode(1, 2);
    const row = { item_type: "episode" as const, show: aShow(1390), collected_at: minute(1) };
    const withIds = [{ ...row, episode: anEpisode(1, 2) }];
    const without = [{ ...row, episode: numbered }];
    expect(diffCollected({ before: withIds, after: without, whole: true, removedAt })).toEqual([]);
    for (const after of [withIds, without]) {
      expect(checked(diffCollected({ before: [], after, whole: true, removedAt }))).toMatchObject([
        { type: "collection.item_added", subject: "episode:1390:1:2", identity: `episode:1390:1:2@${minute(1)}` },
      ]);
    }
  });
});

describe("ratings", () => {
  const rated = (rating: number, at: number) => [{ ...show, rating, rated_at: minute(at) }];

  it("tell a first rating and a changed one, with the one before", () => {
    const first = checked(diffRated({ before: [], after: rated(8, 1), whole: true, removedAt }));
    const second = checked(diffRated({ before: rated(8, 1), after: rated(9, 2), whole: true, removedAt }));
    expect(first).toMatchObject([{ time: minute(1), data: { rating: 8, previous_rating: null } }]);
    expect(second).toMatchObject([{ time: minute(2), data: { rating: 9, previous_rating: 8 } }]);
  });

  it("tell nothing of the same rating given again, and of one taken back what it was", () => {
    expect(diffRated({ before: rated(8, 1), after: rated(8, 2), whole: true, removedAt })).toEqual([]);
    expect(checked(diffRated({ before: rated(8, 1), after: [], whole: true, removedAt }))).toMatchObject([
      { type: "item.unrated", subject: "show:1390", time: removedAt, data: { rating: 8, rated_at: minute(1) } },
    ]);
    expect(diffRated({ before: rated(8, 1), after: [], whole: false, removedAt })).toEqual([]);
  });

  it("are the same fact whatever was rated before, as far as we saw", () => {
    const seenBoth = diffRated({ before: rated(9, 2), after: rated(7, 3), whole: true, removedAt });
    const seenOne = diffRated({ before: rated(8, 1), after: rated(7, 3), whole: true, removedAt });
    expect(factsOf(seenOne)).toEqual(factsOf(seenBoth));
  });
});

describe("hidden things", () => {
  const dropped = { ...show, section: "dropped", hidden_at: minute(2) };
  const calendar = { ...show, section: "calendar", hidden_at: minute(2) };

  it("tell a dropped show as that, and other sections as hidden", () => {
    const hidden = checked(diffHidden({ before: [], after: [dropped, calendar], whole: true, removedAt }));
    expect(factsOf(hidden)).toEqual([
      `item.hidden calendar:show:1390@${minute(2)}`,
      `show.dropped dropped:show:1390@${minute(2)}`,
    ]);
    const shown = checked(diffHidden({ before: [dropped, calendar], after: [], whole: true, removedAt }));
    expect(factsOf(shown)).toEqual([
      `item.unhidden calendar:show:1390@${minute(2)}`,
      `show.undropped dropped:show:1390@${minute(2)}`,
    ]);
  });
});
