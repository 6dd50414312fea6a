import { itemKey, type ItemRef } from "@showrunner/core/actions.ts";

/** Whether an episode or movie belongs to a thing. */
export function isPartOf(part: ItemRef, whole: ItemRef): boolean {
  if (itemKey(part) === itemKey(whole)) return true;
  if (part.type !== "episode") return false;
  if (whole.type === "show") return part.show === whole.trakt;
  return whole.type === "season" && part.show === whole.show && part.season === whole.number;
}

interface Numbered {
  season: number;
  number: number;
  ids: { trakt: number };
}

/** An episode as actions name it. */
export function episodeRef(episode: Numbered, show: { title: string; ids: { trakt: number } }): ItemRef {
  const code = `S${String(episode.season).padStart(2, "0")}E${String(episode.number).padStart(2, "0")}`;
  return {
    type: "episode",
    trakt: episode.ids.trakt,
    show: show.ids.trakt,
    season: episode.season,
    number: episode.number,
    title: `${show.title} ${code}`,
  };
}
