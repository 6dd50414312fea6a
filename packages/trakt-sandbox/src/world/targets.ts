import { Problem } from "@showrunner/core/errors.ts";
import { findArtist } from "./cast.ts";
import { keyIn } from "./find.ts";
import { itemOf } from "./items.ts";
import { listById, noSuchList } from "./lists.ts";
import type { State } from "./state.ts";

/**
 * The key of what may be commented or noted on: `movie:28`, `season:1390:2`, `list:<id>`, `person:142`. Throws Problem
 * `sandbox.no_such_item`, `sandbox.no_such_list` or `sandbox.no_such_artist` where there is no such thing.
 */
export function targetIn(state: State, key: string): string {
  const [type, id = ""] = key.split(":");
  if (type === "list") {
    if (listById(state, Number(id)) === undefined) throw noSuchList(`the sandbox has no list ${id}`);
    return key;
  }
  if (type === "person") {
    if (findArtist(id) !== undefined) return key;
    throw new Problem({
      code: "sandbox.no_such_artist",
      message: `the sandbox's catalogue has no person ${id}`,
      hint: "Take the Trakt id of somebody whom /search/person finds.",
    });
  }
  return keyIn(state.library, itemOf(key));
}
