import { Ids } from "@showrunner/core/media.ts";
import * as z from "zod";
import { MovieFacts, ShowFacts } from "./media.ts";

/** Who is before and behind the camera, as titles and people have it. Trakt: people. */

/** `extended=full` adds what is after the ids, except where an endpoint always gives it. */
export const Person = z.object({
  name: z.string().catch(""),
  ids: Ids,
  biography: z.string().nullish(),
  birthday: z.string().nullish(),
  death: z.string().nullish(),
  birthplace: z.string().nullish(),
  homepage: z.string().nullish(),
  /** `male`, `female` or `non_binary`. */
  gender: z.string().nullish(),
  known_for_department: z.string().nullish(),
  updated_at: z.string().nullish(),
  social_ids: z.record(z.string(), z.string().nullish()).nullish(),
});
export type Person = z.infer<typeof Person>;

const words = z.array(z.string()).catch([]);
const cast = { characters: words, episode_count: z.int().nullish() };
const crew = { jobs: words, episode_count: z.int().nullish() };

/** By department: `directing`, `writing`, `created by` … */
const byDepartment = <Member extends z.ZodType>(member: Member) => z.record(z.string(), z.array(member)).nullish();

const CastMember = z.object({ ...cast, person: Person });

/** Of a movie, show, season or episode; `guest_stars` only when asked for, and not of movies. */
export const Credits = z.object({
  cast: z.array(CastMember).nullish(),
  guest_stars: z.array(CastMember).nullish(),
  crew: byDepartment(z.object({ ...crew, person: Person })),
});
export type Credits = z.infer<typeof Credits>;

/** A person's in movies. */
export const MovieCredits = z.object({
  cast: z.array(z.object({ ...cast, movie: MovieFacts })).nullish(),
  crew: byDepartment(z.object({ ...crew, movie: MovieFacts })),
});
export type MovieCredits = z.infer<typeof MovieCredits>;

/** A person's in shows; who is no `series_regular` is a guest. */
export const ShowCredits = z.object({
  cast: z.array(z.object({ ...cast, series_regular: z.boolean().nullish(), show: ShowFacts })).nullish(),
  crew: byDepartment(z.object({ ...crew, show: ShowFacts })),
});
export type ShowCredits = z.infer<typeof ShowCredits>;

/** What a person is best known for. */
export const KnownFor = z.object({
  type: z.string(),
  ...cast,
  jobs: words,
  series_regular: z.boolean().nullish(),
  movie: MovieFacts.nullish(),
  show: ShowFacts.nullish(),
});
export type KnownFor = z.infer<typeof KnownFor>;
