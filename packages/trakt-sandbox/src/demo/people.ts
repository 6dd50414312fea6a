/** Somebody made up, and where their story starts. Shows are named by Trakt's ids. */
export interface DemoPerson {
  username: string;
  name: string;
  timezone: string;
  vip: boolean;
  /** Genres, the dearest first. */
  tastes: readonly string[];
  /** Shows that go on, and that they watch as they air. */
  follows: readonly number[];
  /** Shows that are over, and how many episodes of each they have left; the next to be finished first. */
  finishing: readonly (readonly [show: number, left: number])[];
}

export const demoPeople: readonly DemoPerson[] = [
  {
    username: "velvet-otter",
    name: "Velvet Otter",
    timezone: "Europe/London",
    vip: false,
    tastes: ["drama", "crime"],
    follows: [232884, 228595, 225096, 217691],
    finishing: [
      [230892, 1],
      [1388, 4],
      [144121, 5],
      [249443, 6],
      [1390, 6],
    ],
  },
  {
    username: "paper-comet",
    name: "Paper Comet",
    timezone: "America/New_York",
    vip: false,
    tastes: ["comedy", "animation"],
    follows: [2692, 69829, 228700, 2211],
    finishing: [
      [2302, 1],
      [269843, 2],
      [141548, 5],
      [1657, 6],
      [2, 6],
    ],
  },
  {
    username: "midnight-kettle",
    name: "Midnight Kettle",
    timezone: "America/Los_Angeles",
    vip: true,
    tastes: ["science-fiction", "fantasy"],
    follows: [206790, 140481, 170689, 188205],
    finishing: [
      [1428, 2],
      [46241, 3],
      [123063, 4],
      [102771, 8],
      [423, 5],
    ],
  },
  {
    username: "static-fern",
    name: "Static Fern",
    timezone: "Asia/Tokyo",
    vip: false,
    tastes: ["horror", "mystery", "thriller"],
    follows: [188205, 225096, 170689, 224621],
    finishing: [
      [60307, 2],
      [144126, 3],
      [46241, 12],
      [107801, 6],
    ],
  },
  {
    username: "tin-lantern",
    name: "Tin Lantern",
    timezone: "Europe/Berlin",
    vip: false,
    tastes: ["action", "adventure", "superhero"],
    follows: [204141, 202250, 170689, 228595],
    finishing: [
      [77677, 2],
      [82217, 4],
      [1390, 8],
      [235, 5],
    ],
  },
  {
    username: "quiet-meteor",
    name: "Quiet Meteor",
    timezone: "Australia/Sydney",
    vip: false,
    tastes: ["comedy", "drama", "romance"],
    follows: [157479, 228700, 217691, 60267],
    finishing: [
      [141548, 2],
      [128228, 3],
      [1657, 10],
      [163858, 10],
    ],
  },
];
