import * as z from "zod";

/** A person of Trakt; the older backend names them by `ids.slug` alone. `extended=full` adds what is after the ids. */
export const User = z.object({
  username: z.string(),
  private: z.boolean().nullish(),
  /** Who left Trakt is still named where they were. */
  deleted: z.boolean().nullish(),
  name: z.string().nullish(),
  vip: z.boolean().nullish(),
  vip_ep: z.boolean().nullish(),
  director: z.boolean().nullish(),
  ids: z.object({ slug: z.string().nullish(), trakt: z.int().nullish() }),
  joined_at: z.string().nullish(),
  location: z.string().nullish(),
  about: z.string().nullish(),
  gender: z.string().nullish(),
  age: z.int().nullish(),
  images: z
    .object({ avatar: z.object({ full: z.string().nullish() }).nullish() })
    .nullish()
    .catch(null),
  /** With `extended=vip`. */
  vip_og: z.boolean().nullish(),
  vip_years: z.int().nullish(),
  vip_cover_image: z.string().nullish(),
});
export type User = z.infer<typeof User>;

/** Somebody who likes a comment or a list. */
export const Liker = z.object({ liked_at: z.string().nullish(), user: User });
export type Liker = z.infer<typeof Liker>;
