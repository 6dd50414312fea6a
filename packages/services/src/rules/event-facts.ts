import type { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { Movie, Progress, Show } from "@showrunner/core/media.ts";
import type { Account } from "@showrunner/core/records.ts";
import type { EvaluateInput, Fact } from "@showrunner/rules/compile.ts";
import * as Shows from "@showrunner/trakt/contract/shows.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { knownShow, movieFacts, showFacts } from "../poll/facts.ts";
import { asPerson } from "../accounts/tokens.ts";

const About = z.object({ show: Show.optional(), movie: Movie.optional(), progress: Progress.optional() });

/** Fetches only what a rule names, and that the event does not carry itself. Facts are cached; progress is asked anew. */
export async function factsFor(
  ctx: Services,
  account: Account,
  event: ChangeEvent,
  needs: ReadonlySet<Fact>,
): Promise<EvaluateInput["facts"]> {
  const about = About.parse(event.data);
  const { show, movie } = about;
  const facts: EvaluateInput["facts"] = {};
  if (needs.has("show") && show !== undefined) facts.show = await showFacts(ctx, ctx.trakt, show.ids.trakt);
  if (needs.has("movie") && movie !== undefined) facts.movie = await movieFacts(ctx, ctx.trakt, movie.ids.trakt);
  if (needs.has("progress") && show !== undefined)
    facts.progress =
      about.progress ??
      Progress.parse(
        await asPerson(ctx, account, (session) => session.call(Shows.watchedProgress, { id: String(show.ids.trakt) })),
      );
  return facts;
}

/** What is known of an example's show or movie without asking Trakt, and the example's own progress. */
export async function knownFactsFor(
  ctx: Services,
  event: ChangeEvent,
  needs: ReadonlySet<Fact>,
): Promise<EvaluateInput["facts"]> {
  const { show, progress } = About.parse(event.data);
  const facts: EvaluateInput["facts"] = {};
  const known = needs.has("show") && show !== undefined ? await knownShow(ctx, show.ids.trakt) : undefined;
  if (known !== undefined) facts.show = known;
  if (needs.has("progress") && progress !== undefined) facts.progress = progress;
  return facts;
}
