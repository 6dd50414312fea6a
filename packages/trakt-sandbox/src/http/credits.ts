import { airedCount } from "../world/library.ts";
import { biographyOf, creditsOf, updatedAt, type Artist, type Credit, type Title } from "../world/cast.ts";
import { isoOf, type Call } from "./call.ts";
import { imagesOf } from "./images.ts";
import { unheardOf } from "./media.ts";

type Body = Record<string, unknown>;

/** A person of cast or crew as the call's dialect and `extended` have it. */
export function artistBody(call: Call, artist: Artist, whole = call.extended.has("full")): Body {
  const { trakt, slug, imdb = null, tmdb = null } = artist.ids;
  const ids = call.dialect === "workers" ? { imdb, slug, tmdb, trakt } : { trakt, slug, imdb, tmdb, tvrage: null };
  const body: Body = call.dialect === "workers" ? { ids, name: artist.name } : { name: artist.name, ids };
  if (whole) {
    Object.assign(body, {
      social_ids: { twitter: null, facebook: null, instagram: null, wikipedia: null },
      biography: biographyOf(artist),
      birthday: artist.birthday,
      death: artist.death ?? null,
      birthplace: artist.birthplace,
      homepage: null,
      gender: artist.gender,
      known_for_department: artist.department,
      updated_at: isoOf(updatedAt(artist, call.nowMs)),
    });
  }
  return unheardOf(call, Object.assign(body, imagesOf(call, "people", trakt)));
}

/** `{cast, crew, guest_stars?}` of a title: /movies/:id/people, /shows/:id/people and those of seasons and episodes. */
export function creditsBody(
  call: Call,
  title: Title,
  only: { episodes?: number; guests?: readonly Credit[] } = {},
): Body {
  const credits = creditsOf(title);
  const member = (credit: Credit): Body => ({
    ...roleBody(credit),
    ...episodesBody(call, credit, only.episodes),
    person: artistBody(call, credit.artist),
  });
  const cast = credits.filter(({ role }) => role.kind === "cast");
  const guests = only.guests ?? [];
  return unheardOf(call, {
    cast: cast.map(member),
    crew: byDepartment(credits, member),
    ...(guests.length === 0 ? {} : { guest_stars: guests.map(member) }),
  });
}

/** `{characters, character}` or `{jobs, job}`: the single ones are the older form, joined by commas. */
export function roleBody({ role }: Credit): Body {
  return role.kind === "cast"
    ? { character: role.characters.join(", "), characters: role.characters }
    : { job: role.jobs.join(", "), jobs: role.jobs };
}

/** `{directing: […], writing: […]}`. */
export function byDepartment(credits: readonly Credit[], render: (credit: Credit) => Body): Record<string, Body[]> {
  const departments: Record<string, Body[]> = {};
  for (const credit of credits) {
    if (credit.role.kind === "crew") (departments[credit.role.department] ??= []).push(render(credit));
  }
  return departments;
}

/** `{episode_count}` of a credit in a show; `most` as in `episodesIn`. */
export function episodesBody(call: Call, credit: Credit, most?: number): Body {
  return credit.title.type === "movie" ? {} : { episode_count: episodesIn(call, credit, most) };
}

/** In how many of a show's aired episodes; at most `most`, when only a season or an episode is asked for. */
export function episodesIn(call: Call, { title, episodes }: Credit, most?: number): number {
  const show = title.type === "movie" ? undefined : call.state.library.shows.get(title.trakt);
  const all = most ?? (show === undefined ? 0 : airedCount(show, call.nowMs));
  return Math.min(episodes ?? all, all);
}
