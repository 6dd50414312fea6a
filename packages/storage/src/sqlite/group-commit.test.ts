import { describe, expect, it } from "vitest";
import { openConnection } from "./connection.ts";
import { groupCommit } from "./group-commit.ts";

describe("a transaction in which one write fails", () => {
  it("does none of its writes, fails them all, and leaves the next ones alone", async () => {
    const connection = openConnection(":memory:");
    const group = groupCommit(connection);
    const insert = connection.db.prepare("INSERT INTO items (pk, sk, v, data) VALUES ('P', ?, 1, '{}')");
    const together = ["A", "A", "B"].map((sk) => group.write(1, () => insert.run(sk)));
    for (const each of await Promise.allSettled(together)) {
      expect(each).toMatchObject({ status: "rejected", reason: { errstr: "constraint failed" } });
    }
    await group.write(1, () => insert.run("C"));
    expect(connection.db.prepare("SELECT sk FROM items").all()).toEqual([{ sk: "C" }]);
    expect(group.commits()).toBe(1);
    connection.db.close();
  });
});
