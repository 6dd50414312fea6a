import { createContext, useContext, useMemo } from "react";
import { useApi } from "../../../app/api.ts";
import {
  type EventReference,
  eventsNamed,
  type Reference,
  type WordReference,
  type Words,
  wordsOf,
  wordsOn,
} from "../../../rules/words.ts";

const nothing: Reference = { events: [], words: [] };
export const ReferenceContext = createContext<Reference>(nothing);

/** What rules can name; it changes with Showrunner's version only. */
export function useReferenceQuery() {
  return useApi("schemas.words", undefined, { isFixed: true });
}

export function useReference(): Reference {
  return useContext(ReferenceContext);
}

export function useWords(): Words {
  const reference = useReference();
  return useMemo(() => wordsOf(reference), [reference]);
}

/** The words of a rule on these event types; all of them while it has none. */
export function useWordsOn(types: readonly string[]): readonly WordReference[] {
  const reference = useReference();
  const key = types.join(" ");
  return useMemo(() => wordsOn(reference, key === "" ? [] : key.split(" ")), [reference, key]);
}

export function useEventsNamed(types: readonly string[]): readonly EventReference[] {
  const reference = useReference();
  const key = types.join(" ");
  return useMemo(() => eventsNamed(reference, key.split(" ")), [reference, key]);
}
