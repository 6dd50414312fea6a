import { auditOf, type Audit } from "./world/audit.ts";
import { commentVerbsOf, type Comments } from "./world/comments.ts";
import { followsOf, type Follows } from "./world/follows.ts";
import type { Ledger } from "./world/ledger.ts";
import { libraryEditsOf, type LibraryEdits } from "./world/library-edits.ts";
import { libraryViewsOf, type LibraryViews } from "./world/library-views.ts";
import { listsOf, type Lists } from "./world/lists.ts";
import { notesOf, type Notes } from "./world/notes.ts";
import { peopleOf, type People } from "./world/people.ts";
import { playingOf, type Playing } from "./world/playing.ts";
import { playsOf, type Plays } from "./world/plays.ts";
import { searchesOf, type Searches } from "./world/recent-searches.ts";
import { shelvesOf, type Shelves } from "./world/shelves.ts";
import { signInOf, type SignIn } from "./world/sign-in.ts";

/**
 * The people, what they do, what there is to watch, and the truth about it all. Everything happens at the clock's
 * now unless `at` (epoch ms) is given; whoever or whatever is not there is a Problem `sandbox.no_such_…`.
 */
export type World = People &
  Plays &
  Playing &
  Shelves &
  Lists &
  Comments &
  Follows &
  Notes &
  Searches &
  LibraryEdits &
  LibraryViews &
  SignIn &
  Audit & {
    /** What its ids and tokens follow from. */
    seed: () => number;
    /** What happens inside is kept as one: after a crash all of it is there, or nothing. */
    together: <T>(act: () => T) => T;
  };

export function createWorld(ledger: Ledger): World {
  return {
    ...peopleOf(ledger),
    ...playsOf(ledger),
    ...playingOf(ledger),
    ...shelvesOf(ledger),
    ...listsOf(ledger),
    ...commentVerbsOf(ledger),
    ...followsOf(ledger),
    ...notesOf(ledger),
    ...searchesOf(ledger),
    ...libraryEditsOf(ledger),
    ...libraryViewsOf(ledger),
    ...signInOf(ledger),
    ...auditOf(ledger),
    seed: () => ledger.state.seed,
    together: (act) => ledger.together(act),
  };
}
