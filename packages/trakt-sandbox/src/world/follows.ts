import { Problem } from "@showrunner/core/errors.ts";
import type { Ledger } from "./ledger.ts";
import type { When } from "./people.ts";
import type { Profile } from "./social-ops.ts";
import { personOf, type Person, type State } from "./state.ts";

export interface FollowRequest {
  id: number;
  /** Epoch ms. */
  at: number;
  /** Who asks, by user name, and who is asked. */
  from: string;
  to: string;
}

/** What is left out stays as it was. */
export type ProfileChange = { [K in keyof Profile]?: Profile[K] | undefined } & {
  name?: string | null | undefined;
  private?: boolean | undefined;
};

/** Two who follow each other, by user name, since the later of the two began. */
export function friendsOf(person: Person): Map<string, number> {
  const friends = new Map<string, number>();
  for (const [other, since] of person.social.following) {
    const back = person.social.followers.get(other);
    if (back !== undefined) friends.set(other, Math.max(since, back));
  }
  return friends;
}

export function areFriends(person: Person, other: string | undefined): boolean {
  return other !== undefined && person.social.following.has(other) && person.social.followers.has(other);
}

/** A private person is seen by themselves and by those whom they let follow them. Trakt: users. */
export function maySee(person: Person, viewer: Person | undefined): boolean {
  if (!person.private || person.username === viewer?.username) return true;
  return viewer !== undefined && person.social.followers.has(viewer.username);
}

/** Who waits for this person's leave, the oldest first. */
export function requestsTo(person: Person): FollowRequest[] {
  return [...person.social.requests].map(([from, { id, at }]) => ({ id, at, from, to: person.username }));
}

/** Whose leave this person waits for. */
export function requestsBy(state: State, username: string): FollowRequest[] {
  return [...state.people.values()].flatMap((person) => requestsTo(person).filter(({ from }) => from === username));
}

export type Follows = ReturnType<typeof followsOf>;

export function followsOf(ledger: Ledger) {
  const { state } = ledger;
  const now = (when: When): number => when.at ?? ledger.now();
  type Kind = "follow.asked" | "follow.begun" | "follow.ended";
  const commit = (kind: Kind, who: string, whom: string, when: When): void => {
    personOf(state, who);
    personOf(state, whom);
    if (who !== whom) ledger.commit({ kind, at: now(when), who, whom });
  };

  const block =
    (blocked: boolean) =>
    (username: string, other: string, when: When = {}): void => {
      personOf(state, username);
      personOf(state, other);
      ledger.commit({ kind: "person.blocked", at: now(when), who: username, whom: other, blocked });
    };

  return {
    /** A private person is asked first: then it waits for `approveFollower`. Nothing comes of it where one is blocked. */
    follow: (username: string, other: string, when: When = {}): "following" | "asked" => {
      const asks = personOf(state, other).private;
      commit(asks ? "follow.asked" : "follow.begun", username, other, when);
      return asks ? "asked" : "following";
    },
    unfollow: (username: string, other: string, when: When = {}): void => commit("follow.ended", username, other, when),
    /** Lets `other` follow; throws Problem `sandbox.no_such_request` when they do not ask for it. */
    approveFollower: (username: string, other: string, when: When = {}): void => {
      asked(state, username, other);
      commit("follow.begun", other, username, when);
    },
    denyFollower: (username: string, other: string, when: When = {}): void => {
      asked(state, username, other);
      commit("follow.ended", other, username, when);
    },
    /** Makes the two follow each other, whoever of them is private; who is blocked stays so. */
    befriend: (username: string, other: string, when: When = {}): void => {
      commit("follow.begun", username, other, when);
      commit("follow.begun", other, username, when);
    },
    block: block(true),
    unblock: block(false),
    /** `/users/hidden/comments`: what `other` says is not shown to the person any more. */
    hideAuthor: (username: string, other: string, when: When & { hidden_at?: string | undefined } = {}): void => {
      const hiddenAt = when.hidden_at === undefined ? now(when) : Date.parse(when.hidden_at);
      personOf(state, other);
      ledger.commit({ kind: "author.hidden", at: now(when), who: username, whom: other, hiddenAt });
    },
    unhideAuthor: (username: string, other: string, when: When = {}): void =>
      ledger.commit({ kind: "author.hidden", at: now(when), who: username, whom: other, hiddenAt: null }),
    setProfile: (username: string, change: ProfileChange, when: When = {}): void => {
      const person = personOf(state, username);
      const before = person.social.profile;
      const { name = person.name, private: isPrivate = person.private } = change;
      const { location = before.location, about = before.about, gender = before.gender } = change;
      const { age = before.age, avatar = before.avatar } = change;
      const profile = { location, about, gender, age, avatar };
      ledger.commit({ kind: "profile.changed", at: now(when), who: username, name, private: isPrivate, profile });
    },
    /** User names, in the order they became friends. */
    friends: (username: string): string[] =>
      [...friendsOf(personOf(state, username))].toSorted(([, a], [, b]) => a - b).map(([other]) => other),
  };
}

function asked(state: State, username: string, other: string): void {
  if (personOf(state, username).social.requests.has(other)) return;
  throw new Problem({
    code: "sandbox.no_such_request",
    message: `${other} does not ask to follow ${username}`,
    hint: "Let them ask first: world.follow, while the other is private.",
  });
}
