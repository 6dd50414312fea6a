import { systemClock } from "@showrunner/core/clock.ts";
import { withDeadline } from "@showrunner/services/deadline.ts";
import * as Views from "../contract/views.ts";
import { type Implemented, implementFor } from "./implement.ts";

/** For how long an answer is waited for. Real time, as that of whoever asks is. */
const patienceMs = 60_000;

/** What people see of themselves and their friends at Trakt, read when it is asked for. */
export const viewRoutes: readonly Implemented[] = [
  implementFor(Views.friends, async ({ ctx, account, query, signal }) => {
    const { friends } = await import("@showrunner/services/views/friends.ts");
    return { items: await patiently(signal, (ending) => friends(ctx, account, query, ending)) };
  }),
  implementFor(Views.watched, async ({ ctx, account, query, signal }) => {
    const { watched } = await import("@showrunner/services/views/watched.ts");
    return { items: await patiently(signal, (ending) => watched(ctx, account, query, ending)) };
  }),
  implementFor(Views.watching, async ({ ctx, account, query, signal }) => {
    const { watching } = await import("@showrunner/services/views/watching.ts");
    return { watching: await patiently(signal, (ending) => watching(ctx, account, query, ending)) };
  }),
  implementFor(Views.progress, async ({ ctx, account, query, signal }) => {
    const { progress } = await import("@showrunner/services/views/progress.ts");
    return { items: await patiently(signal, (ending) => progress(ctx, account, query, ending)) };
  }),
  implementFor(Views.calendar, async ({ ctx, account, query, signal }) => {
    const { calendar } = await import("@showrunner/services/views/calendar.ts");
    return await patiently(signal, (ending) => calendar(ctx, account, query, ending));
  }),
  implementFor(Views.watchlist, async ({ ctx, account, query, signal }) => {
    const { watchlist } = await import("@showrunner/services/views/watchlist.ts");
    return await patiently(signal, (ending) => watchlist(ctx, account, query, ending));
  }),
  implementFor(Views.search, async ({ ctx, account, query, signal }) => {
    const { search } = await import("@showrunner/services/views/search.ts");
    return await patiently(signal, (ending) => search(ctx, account, query, ending));
  }),
  implementFor(Views.episodes, async ({ ctx, account, param, signal }) => {
    const { episodes } = await import("@showrunner/services/views/episodes.ts");
    return await patiently(signal, (ending) => episodes(ctx, account, param("show"), ending));
  }),
];

async function patiently<T>(asked: AbortSignal, read: (ending: AbortSignal) => Promise<T>): Promise<T> {
  return await withDeadline(systemClock, systemClock.now() + patienceMs, (late) =>
    read(AbortSignal.any([asked, late])),
  );
}
