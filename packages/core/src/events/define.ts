import type * as z from "zod";
import type { JsonObject } from "../json.ts";

/** One event type: its schema, what it means, and an example that the schema accepts. */
export interface EventDefinition<Type extends string = string, Data extends z.ZodType = z.ZodType> {
  type: Type;
  /** Which part of a person's life it belongs to; docs and forms group by it. */
  family: EventFamily;
  title: string;
  /** When it is emitted, and when not. */
  description: string;
  /** What in `data` is the thing itself: what an action acts on when the rule names nothing else. */
  about: "episode" | "season" | "show" | "movie" | "item" | "account";
  data: Data;
  example: JsonObject;
}

export type EventFamily = "watching" | "lists" | "calendar" | "life cycle" | "time" | "outside" | "people" | "health";

export function defineEvent<Type extends string, Data extends z.ZodType>(
  definition: EventDefinition<Type, Data>,
): EventDefinition<Type, Data> {
  return definition;
}
