import { systemClock } from "@showrunner/core/clock.ts";
import type { Sandbox } from "@showrunner/trakt-sandbox/sandbox.ts";
import { seeded } from "@showrunner/trakt-sandbox/seeded.ts";

export interface BusyPeople {
  ratesMovies: boolean;
  stop(): Promise<void>;
}

/**
 * Lets people watch episodes and rate movies and shows, some ten times a second together, until stopped. Nobody does
 * the same thing twice, so that every change can be told from the others however late it is seen.
 */
export function busyPeople(sandbox: Sandbox, usernames: readonly string[], seed: string): BusyPeople {
  const { world } = sandbox;
  const next = seeded(`busy people ${seed}`);
  const longAgo = systemClock.now() - 400 * 24 * 3_600_000;
  const addShow = (title: string): number =>
    world.addShow({ title, year: 2024, status: "returning series", genres: [] });
  const episodes = Array.from({ length: 3 }, (_, at) => addShow(`Long ${at}`)).flatMap((show) =>
    Array.from({ length: 400 }, (_, at) => world.addEpisode(show, { season: 1, number: at + 1, first_aired: longAgo })),
  );
  const movies = Array.from({ length: 300 }, (_, at) => world.addMovie({ title: `Movie ${at}`, year: 2024 }));
  const shows = Array.from({ length: 300 }, (_, at) => addShow(`Show ${at}`));
  const lives = usernames.map((username) => ({
    username,
    episodes: [...episodes],
    movies: [...movies],
    shows: [...shows],
  }));

  let isOver = false;
  const people: BusyPeople = {
    ratesMovies: true,
    stop: async () => {
      isOver = true;
      await living;
    },
  };
  const live = async (): Promise<void> => {
    while (!isOver) {
      const life = lives[Math.floor(next() * lives.length)];
      const dice = next();
      const pool = dice < 0.6 ? "episodes" : dice < 0.8 && people.ratesMovies ? "movies" : "shows";
      const trakt = life?.[pool].pop();
      if (life !== undefined && trakt !== undefined) {
        if (pool === "episodes") world.watch(life.username, { type: "episode", trakt });
        else
          world.rate(life.username, { type: pool === "movies" ? "movie" : "show", trakt }, 1 + Math.floor(next() * 10));
      }
      await systemClock.sleep(2 * 60 * next());
    }
  };
  const living = live();
  return people;
}
