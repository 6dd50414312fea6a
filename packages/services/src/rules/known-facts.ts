import { messageOf, Problem } from "@showrunner/core/errors.ts";
import type { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { sharedKey } from "@showrunner/core/keys.ts";
import type { Item, Store } from "@showrunner/core/ports/store.ts";
import type { CompiledRule, Evaluation } from "@showrunner/rules/compile.ts";
import type { Services } from "../context.ts";
import { withMedia } from "../hooks/find-media.ts";
import { eventFacts, findFacts, keptFor } from "./event-facts.ts";
import { kindOf, type Moment } from "./kept-facts.ts";

/** What a rule decides by what is known, or why that is not enough. */
export type Decided = { evaluation: Evaluation } | { undecided: string };

/** Shows and movies that are asked for, which is the same for everybody, besides those that are kept. */
const mostAsked = 100;

const spared = "facts.spared";

/**
 * The services for whoever only looks: nothing is written but what is kept of shows and movies for everybody, no person's
 * token is used, and Trakt is asked at most so often.
 */
export function onlyLooking(ctx: Services, most = mostAsked): Services {
  const known = new Map<string, Promise<Item | undefined>>();
  const { pk: shared } = sharedKey("");
  const refuse = async (): Promise<never> => {
    throw new Error("whoever only looks writes nothing");
  };
  const store: Store = {
    get: (key) => {
      if (key.pk !== shared) return ctx.store.get(key);
      const found = known.get(key.sk) ?? ctx.store.get(key);
      known.set(key.sk, found);
      return found;
    },
    getMany: (keys) => ctx.store.getMany(keys),
    query: (query) => ctx.store.query(query),
    queryIndex: (query) => ctx.store.queryIndex(query),
    put: async (item, condition) => {
      if (item.pk !== shared) return await refuse();
      known.delete(item.sk);
      return await ctx.store.put(item, condition);
    },
    delete: refuse,
  };
  let left = most;
  const trakt: Services["trakt"] = {
    ...ctx.trakt,
    as: () => {
      throw new Error("whoever only looks asks Trakt as nobody");
    },
    call: async (endpoint, input, options) => {
      if (left === 0)
        throw new Problem({
          code: spared,
          message: `more than ${most} shows and movies are not known here yet: look again, and the next ${most} are asked for`,
        });
      left -= 1;
      return await ctx.trakt.call(endpoint, input, options);
    },
  };
  return { ...ctx, store, trakt };
}

/** Decides rules on a person's events by what is known, each at its own moment. `looking` as `onlyLooking` gives it. */
export function knownDecider(
  looking: Services,
  of: { accountId: string; timezone: string },
): (rule: CompiledRule, event: ChangeEvent, moment: Moment & { nowMs: number }) => Promise<Decided> {
  const personAt = keptFor(looking, of.accountId);
  return async (rule, event, moment) => {
    try {
      const named = await withMedia(looking, event, rule.wantsItem);
      const facts = eventFacts(looking, named, personAt(moment));
      const input = { event: named, facts: facts.known, now: moment.nowMs, timezone: of.timezone };
      const missing = await findFacts(facts, (had) => rule.wants(input, had));
      const [first] = missing;
      return first === undefined ? { evaluation: rule.evaluate(input) } : { undecided: missingWords(first) };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { undecided: messageOf(error) };
    }
  };
}

/** What is not known, by the name of the fact. */
function missingWords(name: string): string {
  const about = name.slice(kindOf(name).length + 1);
  switch (kindOf(name)) {
    case "progress":
      return "how far you were with the show is not known";
    case "friends":
      return "which friends had watched it is not known";
    case "list":
      return `what was on the list "${about}" is not known`;
    case "feed":
      return `your ${about.replaceAll("_", " ")} was never read, for no rule needed it`;
    default:
      return `${name} is not known`;
  }
}
