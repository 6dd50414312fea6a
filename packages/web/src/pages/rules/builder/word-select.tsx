import type { ReactElement } from "react";
import { useFieldProps } from "../../../ui/field.tsx";
import fieldStyles from "../../../ui/field.module.css";
import { type WordReference, wordTitle } from "../../../rules/words.ts";

interface WordSelectProps {
  value: string;
  words: readonly WordReference[];
  onChange(word: WordReference): void;
}

const groups: readonly (readonly [label: string, owners: readonly string[]])[] = [
  ["The show", ["show"]],
  ["The movie", ["movie"]],
  ["The season and episode", ["season", "episode"]],
  ["How far I am", ["progress"]],
  [
    "My lists and ratings",
    ["on_list", "on_watchlist", "in_favorites", "collected", "my_rating", "dropped", "hidden", "plays", "rewatching"],
  ],
  ["Friends", ["friend", "friend_rating", "friends_watched", "person", "by"]],
  ["What came in", ["hook", "media"]],
  ["The time", ["now", "local"]],
];

/** One of the names that rules know, by what they are about. */
export function WordSelect({ value, words, onChange }: WordSelectProps): ReactElement {
  const ownerOf = ({ name }: WordReference): string => name.split(".")[0] ?? name;
  const named = groups.map(([label, owners]) => ({
    label,
    words: words.filter((word) => owners.includes(ownerOf(word))),
  }));
  const rest = words.filter((word) => !groups.some(([, owners]) => owners.includes(ownerOf(word))));
  const isKnown = words.some(({ name }) => name === value);
  const all = [...named, { label: "What happened", words: rest }].filter((group) => group.words.length > 0);
  return (
    <select
      {...useFieldProps()}
      className={`${fieldStyles.control} ${fieldStyles.select}`}
      value={value}
      onChange={(event) => {
        const chosen = words.find(({ name }) => name === event.target.value);
        if (chosen !== undefined) onChange(chosen);
      }}
    >
      {!isKnown && <option value={value}>{wordTitle(value)} (not here)</option>}
      {all.map((group) => (
        <optgroup key={group.label} label={group.label}>
          {group.words.map(({ name }) => (
            <option key={name} value={name}>
              {wordTitle(name)}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}
