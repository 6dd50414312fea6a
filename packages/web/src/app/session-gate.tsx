import { type ReactElement, useMemo } from "react";
import { Navigate, useLocation } from "react-router";
import { TimesProvider } from "../ui/time.tsx";
import { useApi } from "./api.ts";
import { useLive } from "./live.ts";
import { ProblemView } from "./problem-view.tsx";
import { type Session, SessionContext } from "./session-context.ts";
import { Shell, ShellSkeleton } from "./shell.tsx";

/** The pages of who is signed in; everybody else is led to the sign-in, and back to where they wanted to go. */
export function SessionGate(): ReactElement {
  const query = useApi("session.get");
  const { pathname, search, hash } = useLocation();
  const { data } = query;
  if (data === undefined)
    return query.error === null ? (
      <ShellSkeleton />
    ) : (
      <main>
        <title>Showrunner</title>
        <ProblemView error={query.error} onRetry={() => void query.refetch()} />
      </main>
    );
  const { person } = data;
  if (person === null) {
    const wanted = `${pathname}${search}${hash}`;
    return <Navigate to={wanted === "/" ? "/sign-in" : `/sign-in?to=${encodeURIComponent(wanted)}`} replace />;
  }
  return <SignedIn session={{ ...data, person }} readMs={query.dataUpdatedAt} />;
}

interface SignedInProps {
  session: Session;
  /** When the session was read, by this machine's clock. */
  readMs: number;
}

function SignedIn({ session, readMs }: SignedInProps): ReactElement {
  useLive(session.live);
  const { now, speed } = session.clock;
  const clock = useMemo(() => ({ serverMs: Date.parse(now), readMs, speed }), [now, readMs, speed]);
  return (
    <SessionContext value={session}>
      <TimesProvider zone={session.person.timezone} clock={clock}>
        <Shell person={session.person} isOperator={session.isOperator} isDemo={session.mode === "sandbox"} />
      </TimesProvider>
    </SessionContext>
  );
}
