import * as z from "zod";

/** The sections of Trakt that a thing can be hidden from. Trakt: hiddenSectionSchema. */
export const HiddenSection = z.enum(["calendar", "progress_watched", "progress_collected", "recommendations"]);
export type HiddenSection = z.infer<typeof HiddenSection>;

/** A movie, show, season or episode that an action is about. Ids are Trakt's own. */
export const ItemRef = z.discriminatedUnion("type", [
  z.object({ type: z.literal("movie"), trakt: z.int(), title: z.string() }),
  z.object({ type: z.literal("show"), trakt: z.int(), title: z.string() }),
  /** A season is named by its show and number; `trakt` is the season's id where it is known. */
  z.object({
    type: z.literal("season"),
    trakt: z.int().optional(),
    show: z.int(),
    number: z.int(),
    title: z.string(),
  }),
  /** `show`, `season` and `number` where they are known: Trakt's collection names an episode by them. */
  z.object({
    type: z.literal("episode"),
    trakt: z.int(),
    show: z.int().optional(),
    season: z.int().optional(),
    number: z.int().optional(),
    title: z.string(),
  }),
]);
export type ItemRef = z.infer<typeof ItemRef>;

/** `show:1390`: the same for the same thing, whoever names it. */
export function itemKey(item: ItemRef): string {
  return item.type === "season" ? `season:${item.show}:${item.number}` : `${item.type}:${item.trakt}`;
}

/** Only what a rule hid or dropped; without it, whoever did. */
export const Whose = z.literal("rules");

/** What a run asks for: at most one effect in the world each. */
export const ActionRequest = z.discriminatedUnion("do", [
  z.object({ do: z.literal("watchlist.add"), item: ItemRef }),
  z.object({ do: z.literal("watchlist.remove"), item: ItemRef }),
  z.object({ do: z.literal("favorites.add"), item: ItemRef }),
  z.object({ do: z.literal("favorites.remove"), item: ItemRef }),
  /** `collected_at` and, below, `hidden_at` and `rated_at`: when it was, where that is not now. */
  z.object({ do: z.literal("collection.add"), item: ItemRef, collected_at: z.string().optional() }),
  z.object({ do: z.literal("collection.remove"), item: ItemRef }),
  z.object({ do: z.literal("hide"), item: ItemRef, section: HiddenSection, hidden_at: z.string().optional() }),
  z.object({ do: z.literal("unhide"), item: ItemRef, section: HiddenSection, whose: Whose.optional() }),
  z.object({ do: z.literal("drop"), item: ItemRef, hidden_at: z.string().optional() }),
  z.object({ do: z.literal("undrop"), item: ItemRef, whose: Whose.optional() }),
  z.object({ do: z.literal("list.add"), item: ItemRef, list: z.string() }),
  z.object({ do: z.literal("list.remove"), item: ItemRef, list: z.string() }),
  z.object({ do: z.literal("history.add"), item: ItemRef, watched_at: z.string() }),
  /** All plays of the thing, or those with these history ids. */
  z.object({
    do: z.literal("history.remove"),
    item: ItemRef,
    plays: z.union([z.literal("all"), z.array(z.int()).min(1)]),
  }),
  z.object({
    do: z.literal("rate"),
    item: ItemRef,
    rating: z.int().min(1).max(10),
    rated_at: z.string().optional(),
  }),
  z.object({ do: z.literal("unrate"), item: ItemRef }),
  z.object({ do: z.literal("checkin"), item: ItemRef }),
  z.object({
    do: z.literal("notify"),
    /** The channel's id or name, as the rule has it. */
    channel: z.string(),
    title: z.string(),
    body: z.string(),
    url: z.string().optional(),
  }),
  z.object({ do: z.literal("webhook"), channel: z.string() }),
  /** `with`: a person of the household, by user name or account id. */
  z.object({ do: z.literal("household.share"), with: z.string() }),
]);
export type ActionRequest = z.infer<typeof ActionRequest>;
export type ActionVerb = ActionRequest["do"];

/** What writes to Trakt; the others tell somebody. */
export type TraktRequest = Extract<ActionRequest, { item: ItemRef }>;

export function isTraktRequest(request: ActionRequest): request is TraktRequest {
  return "item" in request;
}

/** Actions that tell somebody; the others write to Trakt. */
export function isDelivery(request: ActionRequest): request is Extract<ActionRequest, { do: "notify" | "webhook" }> {
  return request.do === "notify" || request.do === "webhook";
}
