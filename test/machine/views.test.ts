import { readFileSync } from "node:fs";
import { localTime } from "@showrunner/local/local-time.ts";
import { progressSorts, showLevels } from "@showrunner/services/views/query.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { type JuneMachine, prepareJune2012 } from "./june-2012.ts";
import { endAll, spawnShowrunner } from "./spawned.ts";
import { type Said, type } from "./typed.ts";

let machine: JuneMachine;
beforeEach(async () => {
  machine = await prepareJune2012();
});
afterEach(async () => {
  await endAll();
  await machine.close();
});

const cli = (...words: string[]): Promise<Said> => type(words, machine.env).done;

const Shows = z.array(
  z.object({
    show: z.looseObject({ title: z.string() }),
    progress: z.object({ percentage: z.int(), aired: z.int(), completed: z.int(), left: z.int() }),
  }),
);

async function shows(...words: string[]): Promise<z.infer<typeof Shows>> {
  const said = await cli("progress", ...words, "--json");
  expect(said).toMatchObject({ code: 0, stderr: "" });
  return Shows.parse(JSON.parse(said.stdout));
}

const day = (at: string): string => localTime(at).slice(0, 10);
const minute = (at: string): string => localTime(at).slice(0, 16);

describe("progress", () => {
  it("is a table of every show", async () => {
    const said = await cli("progress");
    expect(said).toMatchObject({ code: 0, stderr: "" });
    expect(
      said.stdout
        .trimEnd()
        .split("\n")
        .map((line) => line.split(/ {2,}/)),
    ).toEqual([
      ["SHOW", "WATCHED", "LEFT", "LAST WATCHED", "NEXT"],
      [
        "Game of Thrones",
        "85 % (17 of 20)",
        "3",
        day("2012-05-14T21:00:00.000Z"),
        `2×08 The Prince of Winterfell (${day("2012-05-21T01:00:00.000Z")})`,
      ],
      [
        "Hell's Kitchen",
        "93 % (87 of 93)",
        "6",
        day("2011-09-18T21:00:00.000Z"),
        `9×13 Episode 13 (${day("2011-09-25T01:00:00.000Z")})`,
      ],
      [
        "Suits",
        "66 % (8 of 12)",
        "4",
        day("2012-06-07T12:00:00.000Z"),
        `1×09 Episode 9 (${day("2011-08-19T02:00:00.000Z")})`,
      ],
    ]);
  });

  it("of the shows that are named is told season by season, each episode by a sign", async () => {
    expect((await cli("progress", "game-of-thrones,74897", "--extended", "normal")).stdout).toBe(
      `Game of Thrones (2011): 85 %, 17 of 20, 3 left
  https://trakt.tv/shows/game-of-thrones · returning series · HBO
  season 1   100 %  10 of 10  ##########
  season 2    70 %  7 of 10  #######...
  17 plays: 16 scrobbled, 0 checked in, 1 marked as seen
  next: 2×08 The Prince of Winterfell (${day("2012-05-21T01:00:00.000Z")})

Hell's Kitchen (2005): 93 %, 87 of 93, 6 left
  https://trakt.tv/shows/hell-s-kitchen-2005 · returning series · FOX
  season 4   100 %  15 of 15  ###############
  season 5   100 %  15 of 15  ###############
  season 6   100 %  15 of 15  ###############
  season 7   100 %  15 of 15  ###############
  season 8   100 %  15 of 15  ###############
  season 9    75 %  12 of 16  ############....
  season 10    0 %  0 of 2  ..
  hidden seasons: 1, 2, 3
  87 plays: 24 scrobbled, 0 checked in, 63 marked as seen
  next: 9×13 Episode 13 (${day("2011-09-25T01:00:00.000Z")})
`,
    );
  });

  it("takes titles with spaces or commas between them, every order and every level", async () => {
    const both = await shows("suits", "74897");
    expect(both.map((one) => one.show.title)).toEqual(["Hell's Kitchen", "Suits"]);
    expect(await shows("suits,74897")).toEqual(both);
    const firsts: string[] = [];
    for (const sort of progressSorts) firsts.push((await shows("--sort", sort))[0]?.show.title ?? "");
    expect(firsts).toEqual(["Game of Thrones", "Suits", "Hell's Kitchen", "Suits", "Hell's Kitchen", "Suits"]);
    const keys: number[] = [];
    for (const extended of showLevels)
      keys.push(Object.keys((await shows("suits", "--extended", extended))[0]?.show ?? {}).length);
    expect(keys).toEqual([3, 6, 15]);
  });

  it("of somebody else is told as far as they show it", async () => {
    await machine.connect("otto");
    const told = await shows("game-of-thrones", "--account", "otto", "--user", "june");
    expect(told.map((one) => one.progress)).toEqual([{ percentage: 85, aired: 20, completed: 17, left: 3 }]);
  });
});

describe("watched", () => {
  it("is a table of the last plays", async () => {
    const rows = (await cli("watched")).stdout.trimEnd().split("\n");
    expect(rows).toHaveLength(101);
    expect(rows[1]?.split(/ {2,}/)).toEqual([localTime("2012-06-07T12:00:00.000Z"), "Suits 1×03 Episode 3", "watch"]);
    const others = (await cli("watched", "--user", "otto")).stdout.trimEnd().split("\n");
    expect(others.map((row) => row.split(/ {2,}/))).toEqual([
      ["WATCHED", "WHAT", "HOW"],
      [localTime("2012-06-07T12:00:00.000Z"), "Drive (2011)", "checkin"],
      [localTime("2012-06-05T12:00:00.000Z"), "Game of Thrones 2×10 Valar Morghulis", "scrobble"],
    ]);
    expect((await cli("watched", "-u", "otto", "--json")).stdout).toContain('"title": "Valar Morghulis"');
  });

  it("by nobody is said so", async () => {
    machine.sandbox.world.addPerson({ username: "ann" });
    expect((await cli("watched", "--user", "ann")).stdout).toBe("ann has watched nothing.\n");
  });
});

describe("watching", () => {
  it("is one line", async () => {
    expect((await cli("watching")).stdout).toBe("june watches nothing now.\n");
    expect((await cli("watching", "--json")).stdout).toBe("null\n");
    const [from, until] = ["2012-06-08T12:00:00.000Z", "2012-06-08T13:33:00.000Z"].map((at) => minute(at).slice(11));
    expect((await cli("watching", "--user", "otto")).stdout).toBe(
      `otto watches Source Code (2011), from ${from} to about ${until}.\n`,
    );
  });
});

describe("friends", () => {
  it("are a table: what they watch now and watched last, with their movies and episodes apart when asked for", async () => {
    const rowOf = async (...words: string[]) => (await cli("friends", ...words)).stdout.split("\n")[1]?.split(/ {2,}/);
    const drive = `Drive (2011), ${minute("2012-06-07T12:00:00.000Z")}`;
    expect(await rowOf()).toEqual(["otto", "Otto", "Source Code (2011)", drive]);
    const finale = `Game of Thrones 2×10 Valar Morghulis, ${minute("2012-06-05T12:00:00.000Z")}`;
    expect(await rowOf("--extended")).toEqual(["otto", "Otto", "Source Code (2011)", drive, finale]);
    expect(await rowOf("--user", "otto")).toEqual(["wren", "Wren", "(private)"]);
    expect((await cli("friends", "--json")).stdout).toContain('"location": "Portland, OR"');
  });

  it("that are none are said so", async () => {
    machine.sandbox.world.addPerson({ username: "ann" });
    expect((await cli("friends", "--user", "ann")).stdout).toBe("ann has no friends at Trakt.\n");
  });
});

describe("what cannot be told", () => {
  it.each([
    [["progress", "suits,nope,12"], 3, /^error: Trakt knows no show "nope", "12"\n {2}Name shows by their slug/],
    [["progress", "a/b"], 2, /^error: title "a\/b" is neither a slug nor a TVDB id\n {2}Name shows by their slug/],
    [["progress", ","], 2, /^error: title must name a show/],
    [["progress", "--sort", "best"], 2, /Allowed choices are title, activity, most-completed/],
    [["progress", "--extended", "images"], 2, /Allowed choices are minimal, normal, full/],
    [["progress", "--user", "nobody"], 3, /^error: Trakt knows nobody called "nobody"\n/],
    [["friends", "--user", "nobody"], 3, /^error: Trakt knows nobody called "nobody"\n/],
    [["watched", "--user", "nobody"], 3, /^error: Trakt knows nobody called "nobody"\n/],
    [["watching", "--user", "nobody"], 3, /^error: Trakt knows nobody called "nobody"\n/],
    [["watching", "--user", "a/b"], 2, /^error: user "a\/b" must be a user's slug/],
    [
      ["watched", "--user", "wren"],
      1,
      /^error: the profile of "wren" is private\n {2}Trakt shows it to those whom they let/,
    ],
    [["progress", "--user", "wren"], 1, /^error: the profile of "wren" is private\n/],
    [["friends", "--account", "zoe"], 3, /^error: there is no account "zoe"\n/],
  ])("%j: exit code %i, and why", async (words, code, says) => {
    const said = await cli(...words);
    expect(said).toMatchObject({ code, stdout: "" });
    expect(said.stderr).toMatch(says);
    const asJson = await cli(...words, "--json");
    expect(asJson).toMatchObject({ code, stdout: "" });
    expect(JSON.parse(asJson.stderr)).toMatchObject({
      error: { code: expect.any(String), message: expect.any(String) },
    });
  });

  it("because Trakt must be connected again: exit code 4", async () => {
    machine.sandbox.world.disconnectApp("june");
    for (const command of ["progress", "watched", "watching", "friends"]) {
      const said = await cli(command);
      expect(said).toMatchObject({ code: 4, stdout: "" });
      expect(said.stderr).toContain("Trakt must be connected again for june");
    }
  });

  it("because Trakt does not answer: exit code 1", async () => {
    machine.sandbox.faults.inject({ name: "503" });
    for (const command of ["progress", "watched", "watching", "friends"])
      expect(await cli(command)).toMatchObject({
        code: 1,
        stdout: "",
        stderr: expect.stringContaining("Trakt answered 503"),
      });
  });
});

describe("docs/views.md", () => {
  const text = readFileSync(new URL("../../docs/views.md", import.meta.url), "utf8");
  const examples = [...text.matchAll(/```console\n\$ showrunner (.+)\n([^]*?)```/g)];

  it("shows what the command prints, word for word", async () => {
    expect(examples.length).toBeGreaterThanOrEqual(6);
    for (const [, words = "", printed = ""] of examples) {
      const { stdout, stderr } = await spawnShowrunner(words.split(" "), { env: machine.env }).ended;
      expect(`$ ${words}\n${stdout}${stderr}`).toBe(`$ ${words}\n${printed}`);
    }
  }, 60_000);
});
