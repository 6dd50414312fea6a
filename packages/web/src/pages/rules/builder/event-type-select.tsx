import type { ReactElement } from "react";
import { useFieldProps } from "../../../ui/field.tsx";
import fieldStyles from "../../../ui/field.module.css";
import type { EventReference } from "../../../rules/words.ts";
import { useReference } from "./reference.ts";

interface EventTypeSelectProps {
  value: string;
  /** Types that the rule waits for already. */
  taken: readonly string[];
  onChange(type: string): void;
  prompt?: string | undefined;
}

const families: Readonly<Record<string, string>> = {
  watching: "Watching",
  lists: "Lists and ratings",
  calendar: "The calendar",
  "life cycle": "The life of a show",
  time: "Time",
  people: "People",
  outside: "From outside",
  health: "Showrunner itself",
};

/** One of the things that can happen, by its part of life. */
export function EventTypeSelect({
  value,
  taken,
  onChange,
  prompt = "Choose what to wait for",
}: EventTypeSelectProps): ReactElement {
  const { events } = useReference();
  const byFamily = new Map<string, EventReference[]>();
  for (const event of events) byFamily.set(event.family, [...(byFamily.get(event.family) ?? []), event]);
  const isKnown = value === "" || events.some(({ type }) => type === value);
  return (
    <select
      {...useFieldProps()}
      className={`${fieldStyles.control} ${fieldStyles.select}`}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {value === "" && (
        <option value="" disabled>
          {prompt}
        </option>
      )}
      {!isKnown && <option value={value}>{value}</option>}
      {[...byFamily].map(([family, members]) => (
        <optgroup key={family} label={families[family] ?? family}>
          {members.map(({ type, title }) => (
            <option key={type} value={type} disabled={type !== value && taken.includes(type)}>
              {title}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}
