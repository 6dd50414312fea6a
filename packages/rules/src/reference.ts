import { type EventType, definitionOf, eventTypes } from "@showrunner/core/events/catalogue.ts";
import { onList } from "./person-words.ts";
import type { ItemChoice } from "./rule.ts";
import { kindsOn, subjectKindsOn } from "./subject.ts";
import { vocabulary } from "./vocabulary.ts";
import { type WordType, dataKeys } from "./word.ts";

/** An event type, as far as a form or an editor needs it. */
export interface EventReference {
  type: EventType;
  family: string;
  title: string;
  description: string;
  /** What its data may have: a word is there where one of its `needs` is among these. */
  keys: string[];
  /** The things of it that an action can be about, and those that it is about when the action names none. */
  items: ItemChoice[];
  subjects: ItemChoice[];
}

/** A name that conditions and templates know. */
export interface WordReference {
  name: string;
  type: WordType;
  meaning: string;
  /** Keys of which an event has at least one; none: it is there on all. */
  needs: string[];
  /** It is called with a name in brackets, in conditions only: `on_list("To watch")`. */
  isCall: boolean;
  /** Trakt may have to be asked. */
  isFetched: boolean;
}

/** Every event type and every name, as data: menus and completion are made of it. */
export function reference(): { events: EventReference[]; words: WordReference[] } {
  const list = { ...onList(""), name: "on_list" };
  return {
    events: eventTypes.map((type) => {
      const { family, title, description } = definitionOf(type);
      const things = { items: kindsOn(type), subjects: subjectKindsOn(type) };
      return { type, family, title, description, keys: [...dataKeys(type)], ...things };
    }),
    words: [...vocabulary, list].map(({ name, type, meaning, needs, argument, facts }) => ({
      name,
      type,
      meaning,
      needs: [...needs],
      isCall: argument !== undefined,
      isFetched: facts.length > 0,
    })),
  };
}
