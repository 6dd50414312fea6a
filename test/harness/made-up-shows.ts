import type { Sandbox } from "@showrunner/trakt-sandbox/sandbox.ts";

const weekMs = 7 * 24 * 3_600_000;

/** A show of one's own: `aired` weekly episodes until now, then `ahead` more, from `nextAt` on. */
export function addWeeklyShow(
  sandbox: Sandbox,
  show: { title: string; aired: number; ahead?: number; status?: string; nextAt?: number; genres?: string[] },
): { show: number; episodes: number[] } {
  const now = sandbox.clock.now();
  const nextAt = show.nextAt ?? now + 24 * 3_600_000;
  const count = show.aired + (show.ahead ?? 0);
  const id = sandbox.world.addShow({
    title: show.title,
    year: 2026,
    status: show.status ?? "returning series",
    genres: show.genres ?? ["drama"],
    rating: 8,
    votes: 500,
  });
  const episodes = Array.from({ length: count }, (_, at) =>
    sandbox.world.addEpisode(id, { season: 1, number: at + 1, first_aired: nextAt + (at - show.aired) * weekMs }),
  );
  return { show: id, episodes };
}
