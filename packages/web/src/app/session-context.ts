import type { ReplyOf } from "@showrunner/client/asked.ts";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { client, keyOf } from "./api.ts";

type SessionReply = ReplyOf<"session.get">;
export type Person = NonNullable<SessionReply["person"]>;

export interface Session extends SessionReply {
  person: Person;
}

export const SessionContext = createContext<Session | undefined>(undefined);

/** Who is signed in, and how this place is set up. Only on pages behind the sign-in. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error("this page is not behind the sign-in");
  return session;
}

/** Signs this browser out and forgets all that was shown. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await client.call("session.end");
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session.get" });
    await queries.invalidateQueries({ queryKey: keyOf("session.get") });
  };
}
