import { Problem } from "@showrunner/core/errors.ts";
import { digest } from "../seeded.ts";
import type { Ledger } from "./ledger.ts";
import { personOf, type Person } from "./state.ts";

export interface NewPerson {
  username: string;
  name?: string | undefined;
  /** IANA; America/Los_Angeles is what Trakt's own samples have. */
  timezone?: string | undefined;
  vip?: boolean | undefined;
  private?: boolean | undefined;
}

/** Epoch ms at which it happens; the clock's now when it is not given. */
export interface When {
  at?: number | undefined;
}

export interface PersonFacts {
  username: string;
  slug: string;
  name: string | null;
  uuid: string;
  timezone: string;
  vip: boolean;
  private: boolean;
  joined_at: string;
}

export type People = ReturnType<typeof peopleOf>;

export function peopleOf(ledger: Ledger) {
  const addPerson = (person: NewPerson, when: When = {}): PersonFacts => {
    const { username } = person;
    if (ledger.state.people.has(username)) {
      throw new Problem({
        code: "sandbox.person_exists",
        message: `there is a person called ${username} in the sandbox already`,
      });
    }
    const unique = digest("uuid", ledger.state.seed, username);
    ledger.commit({
      kind: "person.added",
      at: when.at ?? ledger.now(),
      username,
      slug: username.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-"),
      name: person.name ?? null,
      uuid: unique.slice(0, 40),
      timezone: person.timezone ?? "America/Los_Angeles",
      vip: person.vip ?? false,
      private: person.private ?? false,
    });
    return factsOf(personOf(ledger.state, username));
  };
  return {
    /** Throws Problem `sandbox.person_exists`. */
    addPerson,
    /** Throws Problem `sandbox.no_such_person`. */
    person: (username: string): PersonFacts => factsOf(personOf(ledger.state, username)),
    people: (): PersonFacts[] => [...ledger.state.people.values()].map(factsOf),
    setTimezone: (username: string, timezone: string, when: When = {}): void =>
      ledger.commit({ kind: "settings.changed", at: when.at ?? ledger.now(), who: username, timezone }),
  };
}

function factsOf(person: Person): PersonFacts {
  const { username, slug, name, uuid, timezone, vip, joinedAt } = person;
  const joined_at = new Date(joinedAt).toISOString();
  return { username, slug, name, uuid, timezone, vip, private: person.private, joined_at };
}
