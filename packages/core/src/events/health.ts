import * as z from "zod";
import { defineEvent } from "./define.ts";

export const connectionNeedsReconnect = defineEvent({
  type: "connection.needs_reconnect",
  family: "health",
  title: "Trakt must be connected again",
  description:
    "Trakt no longer accepts this account's tokens: nothing is polled until the person connects again. Told once for each connection.",
  about: "account",
  data: z.object({ reason: z.string(), since: z.string() }),
  example: { reason: "Trakt refused the refresh token", since: "2026-11-20T18:00:00.000Z" },
});
