import { manualClock } from "@showrunner/core/clock.ts";
import { systemRandom } from "@showrunner/core/ids.ts";
import type { Item } from "@showrunner/core/ports/store.ts";
import * as z from "zod";
import { describe, expect, it } from "vitest";
import { mapStore } from "../testing/map-store.ts";
import { loadSnapshot, saveSnapshot } from "./snapshots.ts";

const Row = z.object({ id: z.int(), title: z.string() });
type Row = z.infer<typeof Row>;

/** Text that no compression shortens much, the same each time. */
function noise(seed: number, length: number): string {
  let state = seed + 1;
  const characters: string[] = [];
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    characters.push(String.fromCodePoint(0x4e00 + ((state >>> 12) % 20_000)));
  }
  return characters.join("");
}

function openSnapshots() {
  const store = mapStore();
  const written: Item[] = [];
  const put: typeof store.put = (item, condition) => {
    written.push(item);
    return store.put(item, condition);
  };
  const ctx = { store: { ...store, put }, clock: manualClock(0), random: systemRandom };
  return {
    written,
    load: () => loadSnapshot(ctx, "acc_1", "watchlist", Row),
    save: async (rows: readonly Row[]) =>
      await saveSnapshot(ctx, "acc_1", "watchlist", await loadSnapshot(ctx, "acc_1", "watchlist", Row), rows, {
        wholeAt: 0,
      }),
  };
}

describe("a snapshot", () => {
  it("of titles that compress badly is kept in items that DynamoDB takes, and comes back as it was", async () => {
    const rows = Array.from({ length: 4500 }, (_, id) => ({ id, title: noise(id, 300) }));
    const { written, load, save } = openSnapshots();
    expect(await save(rows)).toBe(true);
    const sizes = written.map((item) => Buffer.byteLength(JSON.stringify(item)));
    expect(sizes.length).toBeGreaterThan(4);
    expect(Math.max(...sizes)).toBeLessThan(400 * 1024);
    expect((await load())?.rows).toEqual(rows);
  });

  it("writes only the parts anew that changed, those that were halved too", async () => {
    const rows = Array.from({ length: 4500 }, (_, id) => ({ id, title: noise(id, 300) }));
    const { written, load, save } = openSnapshots();
    await save(rows);
    const before = (await load())?.parts ?? [];
    written.length = 0;
    const changed = rows.map((row) => (row.id === 4499 ? { ...row, title: "New" } : row));
    await save(changed);
    const after = (await load())?.parts ?? [];
    expect(after.filter(({ id }) => !before.some((one) => one.id === id))).toHaveLength(1);
    expect(written).toHaveLength(2);
    expect((await load())?.rows).toEqual(changed);
  });

  it("of a history that grows by a play writes little, whether it is of hundreds of plays or of thousands", async () => {
    const rows = Array.from({ length: 6100 }, (_, id) => ({ id, title: `Episode ${id} of the show` }));
    const { written, load, save } = openSnapshots();
    for (const length of [1, 150, 1100, 1999, 2000, 3999, 4500, 6000]) {
      await save(rows.slice(0, length));
      written.length = 0;
      await save(rows.slice(0, length + 1));
      expect((await load())?.rows).toEqual(rows.slice(0, length + 1));
      // Where the newest parts become one long one, all of it.
      if (length % 2000 === 1999) continue;
      const [part, cursor, ...more] = written;
      expect(more).toEqual([]);
      expect(JSON.stringify(part).length).toBeLessThan(3000);
      expect(JSON.stringify(cursor).length).toBeLessThan(2000);
    }
  });
});
