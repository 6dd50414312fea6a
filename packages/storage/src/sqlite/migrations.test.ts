import { DatabaseSync } from "node:sqlite";
import { connectionKey, needsKey, pollCursorKey, profileKey } from "@showrunner/core/keys.ts";
import { describe, expect, it } from "vitest";
import { migrate } from "./connection.ts";
import { migrations } from "./migrations.ts";

describe("a database of the first schema", () => {
  it("has, once migrated, what polls read where they look for it, and all else where it was", () => {
    const db = new DatabaseSync(":memory:");
    migrate(db, ":memory:", migrations.slice(0, 1));
    const insert = db.prepare("INSERT INTO items (pk, sk, v, data) VALUES (?, ?, 1, '{}')");
    for (const sk of ["PROFILE", "CONNECTION", "NEEDS", "FEED#activities#CURSOR", "FEED#history#CURSOR"])
      insert.run("ACC#acc_1", sk);
    insert.run("SHARED", "NEEDS");
    migrate(db, ":memory:", migrations);
    const found = db.prepare("SELECT pk, sk FROM items").all();
    const wanted = [connectionKey, needsKey, pollCursorKey, profileKey].map((key) => key("acc_1"));
    const untouched = [
      { pk: "ACC#acc_1", sk: "FEED#history#CURSOR" },
      { pk: "SHARED", sk: "NEEDS" },
    ];
    const named = (keys: readonly object[]): string[] => keys.map((key) => JSON.stringify(key)).toSorted();
    expect(named(found)).toEqual(named([...wanted, ...untouched]));
    db.close();
  });
});
