import { createContext, useCallback, useContext, useMemo, useState } from "react";
import { notShown, type Path, type RuleValue, isRecord, withAt } from "../../../rules/rule-value.ts";
import { valueOf, withValue } from "../../../rules/yaml-text.ts";

/** A mistake that the server found, at its place in the text and in the form. */
export interface Place {
  path: string;
  line?: number | undefined;
  column?: number | undefined;
  message: string;
  suggestion?: string | undefined;
}

/** A rule while it is worked on: its text, and what a form makes of it. */
export interface RuleText {
  text: string;
  /** What the text stands for; undefined while it is no YAML or nothing that a form can show. */
  value: RuleValue | undefined;
  /** Why there is no form; undefined when there is one. */
  why: string | undefined;
  isChanged: boolean;
  setText(text: string): void;
  /** Changes a part of the rule, and in the text no more than that. */
  setAt(path: Path, value: unknown): void;
  /** That text was saved; what was typed since is not. */
  keep(text: string): void;
  /** Takes back what was typed since it was saved. */
  discard(): void;
  /** Begins anew with a text. */
  restart(text: string): void;
}

export function useRuleText(first: string): RuleText {
  const [kept, setKept] = useState(first);
  const [text, setText] = useState(first);
  const read = useMemo(() => {
    const found = valueOf(text);
    const why = found === undefined ? "the text is no YAML as it stands" : notShown(found.value);
    return { why, value: why === undefined && isRecord(found?.value) ? found.value : undefined };
  }, [text]);
  const setAt = useCallback((path: Path, value: unknown) => {
    setText((before) => {
      const found = valueOf(before);
      return found === undefined ? before : withValue(before, withAt(found.value, path, value));
    });
  }, []);
  const restart = useCallback((next: string) => {
    setKept(next);
    setText(next);
  }, []);
  const discard = useCallback(() => setText(kept), [kept]);
  return { text, ...read, isChanged: text !== kept, setText, setAt, keep: setKept, discard, restart };
}

/** `then[0].title` of `["then", 0, "title"]`. */
export function pathText(path: Path): string {
  return path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : text === "" ? key : `${text}.${key}`),
    "",
  );
}

export const PlacesContext = createContext<readonly Place[]>([]);

/** What is wrong at a path, in one sentence; undefined when nothing is. */
export function useMistake(path: Path): string | undefined {
  const places = useContext(PlacesContext);
  const name = pathText(path);
  const found = places.filter((place) => place.path === name);
  return found.length === 0 ? undefined : found.map(placeWords).join(" ");
}

/** What is wrong at a path or anywhere below it. */
export function useMistakesWithin(path: Path): readonly Place[] {
  const places = useContext(PlacesContext);
  const name = pathText(path);
  return places.filter(
    (place) => place.path === name || place.path.startsWith(`${name}.`) || place.path.startsWith(`${name}[`),
  );
}

export function placeWords({ message, suggestion }: Place): string {
  const words = suggestion === undefined ? message : `${message}; did you mean ${suggestion}?`;
  // Names are written as they are: show.title, on_list().
  const isName = /^\w*[._(`]/.test(words);
  const capital = isName ? words : words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
