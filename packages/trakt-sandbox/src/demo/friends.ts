import type { World } from "../world.ts";
import type { ProfileChange } from "../world/follows.ts";
import { demoPeople } from "./people.ts";
import { dayMs } from "./timetable.ts";

/** Somebody around the demo's people: they have a past, and leave the living on to others. */
interface DemoFriend {
  username: string;
  name: string;
  timezone: string;
  private: boolean;
  profile: ProfileChange;
  /** Shows of which they have seen the first episodes, and how many. Shows are named by Trakt's ids. */
  seen: readonly (readonly [show: number, episodes: number])[];
}

const friends: readonly DemoFriend[] = [
  {
    username: "amber-kite",
    name: "Amber Kite",
    timezone: "Europe/Lisbon",
    private: false,
    profile: {
      location: "Porto, Portugal",
      about: "Crime on weekdays, cartoons on Sundays.",
      gender: "female",
      age: 34,
    },
    seen: [
      [1388, 62],
      [2692, 24],
      [1390, 31],
    ],
  },
  {
    username: "hollow-drum",
    name: "Hollow Drum",
    timezone: "America/Toronto",
    private: true,
    profile: { location: "Ontario", about: "Quiet account. Ask me about dragons.", gender: "non_binary", age: 41 },
    seen: [
      [1390, 73],
      [46241, 12],
    ],
  },
  {
    username: "north-pebble",
    name: "North Pebble",
    timezone: "Europe/Oslo",
    private: true,
    profile: { location: "Bergen, Norway", about: null, gender: "male", age: 27 },
    seen: [[2302, 40]],
  },
];

/** What the demo's own people tell of themselves, by user name. */
const profiles: Readonly<Record<string, ProfileChange>> = {
  "velvet-otter": { location: "London", about: "One more episode, then bed.", age: 38 },
  "paper-comet": { location: "Brooklyn, NY", about: "Laughs at the same jokes every year.", gender: "male", age: 29 },
  "midnight-kettle": { location: "Portland, OR", about: "Spaceships, please.", gender: "female", age: 45 },
  "static-fern": { location: "Tokyo", about: "Lights off, sound up.", age: 31 },
};

/** Friends of each other, by user name. */
const friendships: readonly (readonly [string, string])[] = [
  ["velvet-otter", "paper-comet"],
  ["velvet-otter", "amber-kite"],
  ["velvet-otter", "hollow-drum"],
  ["paper-comet", "amber-kite"],
  ["midnight-kettle", "static-fern"],
];

/** Gives the demo's people profiles, friends, private acquaintances, and things that were said. */
export function seedFriends(world: World, nowMs: number): void {
  const begunMs = nowMs - 300 * dayMs;
  for (const [username, profile] of Object.entries(profiles)) world.setProfile(username, profile, { at: begunMs });
  for (const friend of friends) settle(world, friend, nowMs);
  for (const [index, [one, other]] of friendships.entries()) {
    world.befriend(one, other, { at: begunMs + index * 20 * dayMs });
  }
  world.follow("static-fern", "velvet-otter", { at: nowMs - 40 * dayMs });
  // A private person whose leave the first of the demo's people still waits for.
  world.follow(demoPeople[0]?.username ?? "", "north-pebble", { at: nowMs - 2 * dayMs });
  speak(world, nowMs);
}

function settle(world: World, friend: DemoFriend, nowMs: number): void {
  const { username, name, timezone, profile, seen } = friend;
  world.addPerson({ username, name, timezone, private: friend.private }, { at: nowMs - 380 * dayMs });
  world.setProfile(username, profile, { at: nowMs - 379 * dayMs });
  const episodes = seen.flatMap(([show, count]) => world.show(show).episodes.slice(0, count));
  const aired = episodes.filter(({ firstAiredMs }) => firstAiredMs !== null && firstAiredMs < nowMs);
  const stepMs = (350 * dayMs) / (aired.length + 1);
  world.watchAll(
    username,
    aired.map(({ trakt }, index) => ({
      item: { type: "episode", trakt },
      watched_at: nowMs - 351 * dayMs + index * stepMs,
    })),
  );
  for (const [show] of seen) {
    world.rate(username, { type: "show", trakt: show }, 8, { rated_at: nowMs - 30 * dayMs });
  }
}

function speak(world: World, nowMs: number): void {
  const gameOfThrones = { type: "show", trakt: 1390 } as const;
  const breakingBad = { type: "show", trakt: 1388 } as const;
  const at = (daysAgo: number): { at: number } => ({ at: nowMs - daysAgo * dayMs });
  const dragons = world.comment("hollow-drum", gameOfThrones, "The dragons carry the last two seasons.", at(6));
  world.reply("amber-kite", dragons, "They would have to, would they not?", at(5));
  world.likeComment("paper-comet", dragons, at(4));
  world.comment("amber-kite", breakingBad, "Best ending that I have seen on television.", at(3));
  const list = world.createList(
    "amber-kite",
    { name: "Endings that hold", description: "Shows that knew when to stop.", privacy: "public" },
    at(60),
  );
  world.listAdd("amber-kite", list, breakingBad, at(60));
  world.listAdd("amber-kite", list, { type: "show", trakt: 46241 }, at(59));
  world.likeList("midnight-kettle", list, at(2));
  world.comment("paper-comet", { type: "list", trakt: list }, "I would have added a comedy.", at(1));
}
