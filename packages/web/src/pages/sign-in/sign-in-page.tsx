import type { ReplyOf } from "@showrunner/client/asked.ts";
import type { ReactElement } from "react";
import { Navigate, useLocation } from "react-router";
import { useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { wantedPath } from "../../app/wanted-path.ts";
import { OutsideLinkButton } from "../../ui/button.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { DemoPeople } from "./demo-people.tsx";
import { DeviceSignIn } from "./device-sign-in.tsx";
import styles from "./sign-in-page.module.css";

/** The way in, and what it leads into. */
export function SignInPage(): ReactElement {
  const session = useApi("session.get");
  const { search } = useLocation();
  const to = wantedPath(search);
  const invite = new URLSearchParams(search).get("invite") ?? undefined;
  if (session.data?.person) return <Navigate to={to} replace />;
  return (
    <main className={styles.page}>
      <title>Sign in · Showrunner</title>
      <div className={styles.marquee} aria-hidden="true" />
      <div className={styles.words}>
        <img src="/icon.svg" alt="" width="64" height="64" />
        <h1 className={styles.title}>Showrunner</h1>
        <p className={styles.pitch}>
          It follows what you watch on Trakt and runs your rules on it: new seasons onto your watchlist, a word when a
          show is renewed, finished shows out of the way. Every step can be tried before, looked into, and undone.
        </p>
      </div>
      <div className={styles.ways}>
        <Loaded query={session} skeleton={<WaysSkeleton />}>
          {(data) => <Ways session={data} to={to} invite={invite} />}
        </Loaded>
      </div>
    </main>
  );
}

interface WaysProps {
  session: ReplyOf<"session.get">;
  to: string;
  invite: string | undefined;
}

function Ways({ session, to, invite }: WaysProps): ReactElement {
  const { demoPeople = [], ways, registration } = session;
  const isDemo = demoPeople.length > 0;
  const words =
    invite === undefined ? registrationWords[registration] : "You bring an invitation. Sign in, and it is used.";
  const others = (
    <>
      {ways.includes("trakt") && (
        <OutsideLinkButton
          href={`/connect?${new URLSearchParams({ to, ...(invite === undefined ? {} : { invite }) }).toString()}`}
          look={isDemo ? "plain" : "primary"}
          isWide
        >
          Sign in with Trakt
        </OutsideLinkButton>
      )}
      {ways.includes("device") && <DeviceSignIn invite={invite} isOnly={!ways.includes("trakt") && !isDemo} />}
    </>
  );
  return (
    <>
      {isDemo && <DemoPeople people={demoPeople} />}
      {isDemo ? (
        <details className={styles.more}>
          <summary>Other ways to sign in</summary>
          <div className={styles.inner}>{others}</div>
        </details>
      ) : (
        others
      )}
      {words !== undefined && <p className={styles.note}>{words}</p>}
    </>
  );
}

/** What who is new has to know. */
const registrationWords = {
  open: undefined,
  invite: "New here? This place takes people by invitation: open the link that you were sent.",
  "allow-list": "New here? Ask whoever runs this place to let your Trakt user name in.",
} as const;

const WaysSkeleton = (): ReactElement => (
  <>
    <Skeleton height="2.5rem" />
    <Skeleton height="2.5rem" />
  </>
);
