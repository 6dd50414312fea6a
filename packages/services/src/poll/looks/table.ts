import { commentLikes } from "./comment-likes.ts";
import { friendPlays } from "./friend-plays.ts";
import { friendsWatching } from "./friends-watching.ts";
import type { Look } from "./look.ts";
import { watching } from "./watching.ts";

/** Everything that is looked at in a rhythm of its own. */
export const looks: readonly Look[] = [watching, friendPlays, friendsWatching, commentLikes];
