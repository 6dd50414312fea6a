import type { HookKind } from "../hook.ts";
import { emby } from "./emby.ts";
import { generic } from "./generic.ts";
import { jellyfin } from "./jellyfin.ts";
import { plex } from "./plex.ts";
import type { Sender } from "./sender.ts";
import { tautulli } from "./tautulli.ts";

/** Every kind of sender that is understood. */
export const senders: Readonly<Record<HookKind, Sender>> = { generic, plex, jellyfin, emby, tautulli };
