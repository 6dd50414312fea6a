import * as z from "zod";
import { ClockSetting } from "../clock.ts";

/** What closes an account to every app. */
export const Standing = z.enum(["open", "locked", "deactivated"]);
export type Standing = z.infer<typeof Standing>;

const at = z.number();
const who = z.string();

/** The authorization code's part of signing in, what becomes of accounts, and the clock that it all is told by. */
export const signInOps = [
  z.object({
    kind: z.literal("code.issued"),
    at,
    who,
    code: z.string(),
    client: z.string(),
    redirectUri: z.string(),
    /** PKCE's S256 challenge; null where there was none. */
    challenge: z.string().nullable(),
    expiresAt: z.number(),
  }),
  z.object({ kind: z.literal("code.used"), at, code: z.string() }),
  z.object({ kind: z.literal("account.set"), at, who, standing: Standing }),
  z.object({ kind: z.literal("vip.set"), at, who, vip: z.boolean() }),
  z.object({ kind: z.literal("clock.set"), at, setting: ClockSetting }),
] as const;
