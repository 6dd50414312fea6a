import { type Episode, Progress, finalStatuses } from "@showrunner/core/media.ts";
import { type EvaluateInput, type FactNeed, type Word, type WordType, at } from "./word.ts";

const ownProgress: FactNeed = { fact: "progress", unless: "progress" };
const dayMs = 24 * 60 * 60 * 1000;

/** The person's progress on the event's show: as the event tells it, or else as it was fetched. */
function progressOf(input: EvaluateInput): Progress | undefined {
  const told = input.event.data["progress"];
  if (typeof told !== "object" || told === null) return input.facts.progress;
  let progress = parsedProgress.get(told);
  if (progress === undefined) {
    progress = Progress.safeParse(told).data ?? null;
    parsedProgress.set(told, progress);
  }
  return progress ?? input.facts.progress;
}
/** An event's progress is asked for once for each of its words. */
const parsedProgress = new WeakMap<object, Progress | null>();

const caughtUp = (progress: Progress): boolean => progress.aired > 0 && progress.completed >= progress.aired;

/** A show's status where it is known for sure: the event's own comes first, for it says what has just changed. */
function isOver(input: EvaluateInput): boolean | undefined {
  const status = at(input.event.data, ["status"]) ?? input.facts.show?.status;
  return typeof status === "string" ? finalStatuses.includes(status) : undefined;
}

const nextEpisode = (progress: Progress): Episode | undefined => progress.next_episode ?? undefined;

function word(
  name: string,
  type: WordType,
  meaning: string,
  read: (progress: Progress, input: EvaluateInput) => unknown,
  facts: readonly FactNeed[] = [ownProgress],
): Word {
  return {
    name: `progress.${name}`,
    type,
    meaning,
    facts,
    needs: ["show"],
    read: (input) => {
      const progress = progressOf(input);
      return progress === undefined ? undefined : read(progress, input);
    },
  };
}

/** How far the person is with the event's show: aired episodes only, specials left out. */
export const progressWords: readonly Word[] = [
  word("started", "bool", "At least one episode has been watched.", (progress) => progress.completed > 0),
  word("caught_up", "bool", "Every aired episode has been watched, and at least one has aired.", caughtUp),
  word(
    "completed",
    "bool",
    "Every aired episode has been watched, and the show has ended or was canceled.",
    (progress, input) => (caughtUp(progress) ? isOver(input) : false),
    // Of the show's facts only its status counts, and the events that change it tell it themselves.
    [ownProgress, { fact: "show", unless: "status" }],
  ),
  word("aired", "int", "How many episodes have aired.", (progress) => progress.aired),
  word("watched", "int", "How many of the aired episodes have been watched.", (progress) => progress.completed),
  word("behind", "int", "How many aired episodes have not been watched.", (progress) =>
    Math.max(0, progress.aired - progress.completed),
  ),
  word("percent", "double", "Watched of aired, 0 to 100; not known while nothing has aired.", (progress) =>
    progress.aired > 0 ? Math.min(100, (100 * progress.completed) / progress.aired) : undefined,
  ),
  word(
    "last_watched_days",
    "int",
    "Whole days since an episode was last watched; not known when none ever was.",
    (progress, input) =>
      typeof progress.last_watched_at === "string"
        ? Math.floor((input.now - Date.parse(progress.last_watched_at)) / dayMs)
        : undefined,
  ),
  word(
    "next_episode.season",
    "int",
    "The season of the next episode to watch; not known when nothing is left.",
    (progress) => nextEpisode(progress)?.season,
  ),
  word(
    "next_episode.number",
    "int",
    "The number, in its season, of the next episode to watch; not known when nothing is left.",
    (progress) => nextEpisode(progress)?.number,
  ),
];
