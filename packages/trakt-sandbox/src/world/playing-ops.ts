import * as z from "zod";

const at = z.number();
const who = z.string();

/** What a copy in a collection is like, as far as somebody said. */
export const Copy = z.object({
  media_type: z.string().nullish(),
  resolution: z.string().nullish(),
  hdr: z.string().nullish(),
  audio: z.string().nullish(),
  audio_channels: z.string().nullish(),
  "3d": z.boolean().nullish(),
});
export type Copy = z.infer<typeof Copy>;

/** Check-ins, which become plays by themselves. */
export const checkinOps = [
  z.object({ kind: z.literal("checkin.begun"), at, who, item: z.string(), expiresAt: z.number() }),
  z.object({ kind: z.literal("checkin.finished"), at, who }),
] as const;

/** What people say of the things on their shelves. */
export const shelfOps = [
  z.object({
    kind: z.literal("collected"),
    at,
    who,
    /** `[item's key, collected_at in epoch ms, what the copy is like]`; what is collected already is changed. */
    items: z.array(z.tuple([z.string(), z.number(), Copy])),
  }),
  z.object({
    kind: z.literal("shelf.described"),
    at,
    who,
    shelf: z.string(),
    description: z.string().optional(),
    sortBy: z.string().optional(),
    sortHow: z.string().optional(),
  }),
] as const;
