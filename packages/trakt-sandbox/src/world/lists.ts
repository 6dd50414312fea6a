import { Problem } from "@showrunner/core/errors.ts";
import { areFriends, maySee } from "./follows.ts";
import type { Ledger } from "./ledger.ts";
import type { When } from "./people.ts";
import { newListFacts, type ListFacts } from "./social-ops.ts";
import { personOf, type Person, type PersonalList, type State } from "./state.ts";

export interface OwnedList {
  owner: Person;
  list: PersonalList;
}

export interface NewList extends Partial<Pick<ListFacts, "displayNumbers" | "allowComments" | "sortBy" | "sortHow">> {
  name: string;
  description?: string | undefined;
  privacy?: string | undefined;
}

/** The list of this id; undefined when there is none. */
export function listById(state: State, id: number): OwnedList | undefined {
  const owner = state.people.get(state.listOwners.get(id) ?? "");
  const list = owner?.lists.find((one) => one.id === id);
  return owner && list && { owner, list };
}

/** Whether the viewer may edit the list's items: its owner, and with whom they share it. */
export function mayEdit({ owner, list }: OwnedList, viewer: Person | undefined): boolean {
  return viewer !== undefined && (owner.username === viewer.username || list.collaborators.has(viewer.username));
}

/** Lists of others whose items the person may edit. */
export function collaborationsOf(state: State, username: string): OwnedList[] {
  return [...state.listOwners.keys()].flatMap((id) => {
    const found = listById(state, id);
    return found?.list.collaborators.has(username) === true ? [found] : [];
  });
}

/** Whether the viewer may read the list when they know its address. Trakt: list privacy. */
export function mayRead({ owner, list }: OwnedList, viewer: Person | undefined): boolean {
  if (mayEdit({ owner, list }, viewer)) return true;
  if (!maySee(owner, viewer)) return false;
  if (list.privacy === "friends") return areFriends(owner, viewer?.username);
  return list.privacy !== "private";
}

/** The owner's lists that the viewer is shown, in the owner's order; those for who has the link are not. */
export function listsSeenBy(owner: Person, viewer: Person | undefined): PersonalList[] {
  const own = owner.username === viewer?.username;
  return owner.lists.filter((list) => own || (list.privacy !== "link" && mayRead({ owner, list }, viewer)));
}

/** Everybody's lists that anybody may see, the oldest first. */
export function publicLists(state: State): OwnedList[] {
  return [...state.listOwners.keys()].flatMap((id) => {
    const found = listById(state, id);
    return found !== undefined && found.list.privacy === "public" && !found.owner.private ? [found] : [];
  });
}

/** Public lists that contain the item; of the types `all`, `personal`, `official` … there are only personal ones. */
export function listsContaining(state: State, itemKey: string, type = "personal"): OwnedList[] {
  if (type !== "all" && type !== "personal") return [];
  return publicLists(state).filter(
    ({ owner, list }) => owner.shelves.get(`list:${list.id}`)?.entries.has(itemKey) === true,
  );
}

/** Code `sandbox.no_such_list`. */
export function noSuchList(message: string): Problem {
  return new Problem({ code: "sandbox.no_such_list", message, hint: "Take the id that world.createList returned." });
}

export type Lists = ReturnType<typeof listsOf>;

export function listsOf(ledger: Ledger) {
  const { state } = ledger;
  const now = (when: When): number => when.at ?? ledger.now();

  const own = (username: string, id: number): PersonalList => {
    const list = personOf(state, username).lists.find((one) => one.id === id);
    if (list !== undefined) return list;
    throw noSuchList(`${username} has no list ${id} in the sandbox`);
  };
  const share =
    (shared: boolean) =>
    (username: string, list: number, other: string, when: When = {}): void => {
      own(username, list);
      personOf(state, other);
      ledger.commit({ kind: "list.shared", at: now(when), who: username, list, whom: other, shared });
    };
  const like =
    (liked: boolean) =>
    (username: string, list: number, when: When = {}): void => {
      if (listById(state, list) === undefined) throw noSuchList(`the sandbox has no list ${list}`);
      ledger.commit({ kind: "list.liked", at: now(when), who: personOf(state, username).username, list, liked });
    };

  return {
    /** Private unless said otherwise; returns the new list's id. */
    createList: (username: string, list: NewList, when: When = {}): number => {
      const id = state.nextId;
      const { name, description, privacy, ...rest } = list;
      const facts = { ...newListFacts(name, description, privacy), ...rest };
      const said = { name, description: facts.description, privacy: facts.privacy };
      ledger.commit({ kind: "list.created", at: now(when), who: username, ...said, facts });
      return id;
    },
    updateList: (username: string, list: number, facts: Partial<ListFacts>, when: When = {}): void => {
      const { name, description, privacy, displayNumbers, allowComments, sortBy, sortHow } = own(username, list);
      const before = { name, description, privacy, displayNumbers, allowComments, sortBy, sortHow };
      ledger.commit({ kind: "list.updated", at: now(when), who: username, list, facts: { ...before, ...facts } });
    },
    /** Its items and what was said about it go with it. */
    removeList: (username: string, list: number, when: When = {}): void => {
      own(username, list);
      ledger.commit({ kind: "list.removed", at: now(when), who: username, list });
    },
    /** Those not named come last. */
    reorderLists: (username: string, lists: readonly number[], when: When = {}): void =>
      ledger.commit({ kind: "lists.reordered", at: now(when), who: username, lists: [...lists] }),
    /** Puts people of cast and crew onto a list, by Trakt's ids. */
    listPeople: (username: string, list: number, people: readonly number[], when: When = {}): void => {
      own(username, list);
      const at = now(when);
      const items = people.map((id): [string, number] => [`person:${id}`, at]);
      if (items.length > 0) ledger.commit({ kind: "shelf.added", at, who: username, shelf: `list:${list}`, items });
    },
    unlistPeople: (username: string, list: number, people: readonly number[], when: When = {}): void => {
      own(username, list);
      const items = people.map((id) => `person:${id}`);
      const shelf = `list:${list}`;
      if (items.length > 0) ledger.commit({ kind: "shelf.removed", at: now(when), who: username, shelf, items });
    },
    /** Lets somebody else edit the list's items. */
    shareList: share(true),
    unshareList: share(false),
    likeList: like(true),
    unlikeList: like(false),
    /** Ranks the entries of a shelf from 1, by their ids. */
    reorderShelf: (username: string, shelf: string, ids: readonly number[], when: When = {}): void =>
      ledger.commit({ kind: "shelf.reordered", at: now(when), who: username, shelf, ids: [...ids] }),
    noteOnShelf: (username: string, shelf: string, id: number, notes: string | null, when: When = {}): void =>
      ledger.commit({ kind: "shelf.noted", at: now(when), who: username, shelf, id, notes }),
  };
}
