import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manualClock } from "@showrunner/core/clock.ts";
import * as fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "../sandbox.ts";
import { known, startMs } from "../testing/caller.ts";
import { Ledger } from "./ledger.ts";
import { behaviourOf } from "../behaviour.ts";
import { defaultCatalogue } from "../catalogue.ts";
import { createWorld, type World } from "../world.ts";
import { areFriends } from "./follows.ts";
import type { State } from "./state.ts";

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const people = ["ada", "bo", "cy"] as const;
const person = fc.constantFrom(...people);

/** One thing that somebody does to others, to what they said or to their lists. */
const acts = fc.record({
  name: fc.constantFrom(
    "follow",
    "unfollow",
    "befriend",
    "block",
    "unblock",
    "hideAuthor",
    "unhideAuthor",
    "comment",
    "reply",
    "removeComment",
    "likeComment",
    "unlikeComment",
    "react",
    "createList",
    "updateList",
    "removeList",
    "likeList",
    "setProfile",
    "addNote",
  ),
  who: person,
  other: person,
  at: fc.nat(5),
  flag: fc.boolean(),
});
type Act = typeof acts extends fc.Arbitrary<infer One> ? One : never;

function play(world: World, made: { comments: number[]; lists: number[] }, act: Act): void {
  const { name, who, other, at, flag } = act;
  const { comments, lists } = made;
  const comment = comments[at];
  const list = lists[at];
  const owner = people.find((one) => world.lists(one).some(({ id }) => id === list));
  if (name === "comment") comments.push(world.comment(who, known.starWars, "one two three four five"));
  else if (name === "createList") lists.push(world.createList(who, { name: "A list", privacy: "public" }));
  else if (name === "setProfile") world.setProfile(who, { private: flag, about: other });
  else if (name === "addNote")
    world.addNote(who, "movie:7", "movie", { notes: "Hm.", privacy: "public", spoiler: flag });
  else if (name === "updateList" || name === "removeList" || name === "likeList") {
    if (list === undefined || owner === undefined) return;
    if (name === "updateList") world.updateList(owner, list, { name: other });
    if (name === "likeList") world.likeList(who, list);
    if (name === "removeList") world.removeList(owner, list);
  } else if (
    name === "reply" ||
    name === "removeComment" ||
    name === "likeComment" ||
    name === "unlikeComment" ||
    name === "react"
  ) {
    if (comment === undefined) return;
    if (name === "reply") world.reply(who, comment, "one two three four five");
    else if (name === "react") world.react(who, comment, "love");
    else if (name === "removeComment") {
      comments.splice(at, 1);
      world.removeComment(comment);
    } else world[name](who, comment);
  } else if (who !== other) world[name](who, other);
}

function open(journalPath?: string): { world: World; state: State; ledger: Ledger } {
  const ledger = new Ledger({
    clock: manualClock(startMs),
    seed: 1,
    catalogue: defaultCatalogue(),
    behaviour: behaviourOf({}),
    journalPath,
  });
  return { world: createWorld(ledger), state: ledger.state, ledger };
}

test("whatever people do with each other is read back from the journal, and what belongs together stays so", () => {
  fc.assert(
    fc.property(fc.array(acts, { minLength: 20, maxLength: 60 }), (done) => {
      const folder = mkdtempSync(join(tmpdir(), "sandbox-social-"));
      folders.push(folder);
      const journalPath = join(folder, "journal.jsonl");
      const { world, state, ledger } = open(journalPath);
      for (const username of people) world.addPerson({ username });
      const made: { comments: number[]; lists: number[] } = { comments: [], lists: [] };
      for (const one of done) play(world, made, one);
      ledger.close();

      for (const one of state.people.values()) {
        for (const other of one.social.following.keys()) {
          expect(state.people.get(other)?.social.followers.has(one.username)).toBe(true);
          expect(areFriends(one, other)).toBe(one.social.followers.has(other));
        }
        for (const other of one.social.blocked.keys()) expect(one.social.followers.has(other)).toBe(false);
      }
      const indexed = [...state.commentsByItem.values()].flatMap((ids) => [...ids]);
      expect(new Set(indexed)).toEqual(new Set(state.comments.keys()));
      for (const { parent } of state.comments.values()) {
        expect(parent === null || state.comments.has(parent)).toBe(true);
      }

      const again = open(journalPath);
      expect(again.state.people).toEqual(state.people);
      expect(again.state.comments).toEqual(state.comments);
      expect(again.state.listOwners).toEqual(state.listOwners);
      again.ledger.close();
    }),
    { numRuns: 60 },
  );
});

test("a private person's followers from before go on to see them", () => {
  const sandbox: Sandbox = createSandbox({ clock: manualClock(startMs) });
  const { world } = sandbox;
  for (const username of people) world.addPerson({ username });
  expect(world.follow("ada", "bo")).toBe("following");
  world.setProfile("bo", { private: true });
  expect(world.follow("cy", "bo")).toBe("asked");
  expect(world.friends("bo")).toEqual([]);
  world.befriend("cy", "bo");
  expect(world.friends("bo")).toEqual(["cy"]);
  expect(() => world.approveFollower("bo", "cy")).toThrow(/does not ask to follow/);
});
