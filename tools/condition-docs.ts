import type { Fact } from "@showrunner/rules/compile.ts";
import { vocabulary } from "@showrunner/rules/vocabulary.ts";

const sources: Record<Fact, string> = {
  show: "the show's summary, cached for everybody",
  movie: "the movie's summary, cached for everybody",
  progress: "one call to Trakt, for this event",
};

/** docs/conditions.md: every name that conditions and templates know. */
export function conditionDocs(words: typeof vocabulary = vocabulary): string {
  return [
    "# What conditions and templates know",
    "",
    "Names are there where the event has them: `episode.number` on events about an episode, `rating` on `item.rated`. What a name costs is paid only by rules that use it, once an event.",
    "A name whose value Trakt does not know never decides: the condition does not hold, and the run says which name was not known. `known(name)` asks.",
    "",
    "This page is generated from `packages/rules/src/vocabulary.ts` by `npm run docs`.",
    "",
    "| name | type | meaning | costs |",
    "| --- | --- | --- | --- |",
    ...words.map(({ name, type, meaning, facts }) => {
      const costs = facts.map(({ fact }) => sources[fact]).join("; ") || "nothing";
      return `| \`${name}\` | ${type} | ${meaning.replaceAll("|", "\\|")} | ${costs} |`;
    }),
    "",
  ].join("\n");
}
