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
  z.object({ type: z.literal("episode"), trakt: z.int(), title: z.string() }),
]);
export type ItemRef = z.infer<typeof ItemRef>;

/** `show:1390`: the same for the same thing, whoever names it. */
export function itemKey(item: ItemRef): string {
  return item.type === "season" ? `season:${item.show}:${item.number}` : `${item.type}:${item.trakt}`;
}

/** What a run asks for: at most one effect in the world each. */
export const ActionRequest = z.discriminatedUnion("do", [
  z.object({ do: z.literal("watchlist.add"), item: ItemRef }),
  z.object({ do: z.literal("watchlist.remove"), item: ItemRef }),
  z.object({ do: z.literal("hide"), item: ItemRef, section: HiddenSection }),
  z.object({ do: z.literal("unhide"), item: ItemRef, section: HiddenSection }),
  z.object({ do: z.literal("drop"), item: ItemRef }),
  z.object({ do: z.literal("undrop"), item: ItemRef }),
  z.object({ do: z.literal("list.add"), item: ItemRef, list: z.string() }),
  z.object({ do: z.literal("history.add"), item: ItemRef, watched_at: z.string() }),
  z.object({ do: z.literal("rate"), item: ItemRef, rating: z.int().min(1).max(10) }),
  z.object({
    do: z.literal("notify"),
    /** The channel's id or name, as the rule has it. */
    channel: z.string(),
    title: z.string(),
    body: z.string(),
    url: z.string().optional(),
  }),
  z.object({ do: z.literal("webhook"), channel: z.string() }),
]);
export type ActionRequest = z.infer<typeof ActionRequest>;
export type ActionVerb = ActionRequest["do"];

/** What writes to Trakt; the others tell somebody. */
export type TraktRequest = Exclude<ActionRequest, { do: "notify" | "webhook" }>;

/** Actions that tell somebody; the others write to Trakt. */
export function isDelivery(request: ActionRequest): request is Extract<ActionRequest, { do: "notify" | "webhook" }> {
  return request.do === "notify" || request.do === "webhook";
}
