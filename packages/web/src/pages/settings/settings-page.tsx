import { lazy, type ReactElement, type ReactNode, Suspense, useEffect } from "react";
import { Link, useLocation } from "react-router";
import { Card } from "../../ui/card.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { AppearanceSection } from "./appearance-section.tsx";
import { AuditSection } from "./audit-section.tsx";
import { ConnectionSection } from "./connection-section.tsx";
import { DeleteSection } from "./delete-section.tsx";
import { ExportSection } from "./export-section.tsx";
import { FeedsSection } from "./feeds-section.tsx";
import { KeysSection } from "./keys-section.tsx";
import { SessionsSection } from "./sessions-section.tsx";
import styles from "./settings-page.module.css";
import { TimeWaiting } from "./waiting.tsx";

/** Zones and their clocks weigh more than all the rest. */
const TimeSection = lazy(async () => ({ default: (await import("./time-section.tsx")).TimeSection }));

const sections: readonly { id: string; title: string; lead: string; content: ReactNode }[] = [
  {
    id: "time",
    title: "Time",
    lead: "Your clock, and when you may be told something.",
    content: (
      <Suspense
        fallback={
          <Card>
            <TimeWaiting />
          </Card>
        }
      >
        <TimeSection />
      </Suspense>
    ),
  },
  { id: "appearance", title: "Appearance", lead: "Of this browser.", content: <AppearanceSection /> },
  {
    id: "connection",
    title: "Trakt",
    lead: "How Showrunner reads what you watch and does what your rules ask for.",
    content: <ConnectionSection />,
  },
  {
    id: "sessions",
    title: "Sessions",
    lead: "Where you are signed in: each browser, until you end it.",
    content: <SessionsSection />,
  },
  { id: "keys", title: "API keys", lead: "With a key, a program can do here what you can.", content: <KeysSection /> },
  {
    id: "feeds",
    title: "Feeds",
    lead: "Secret addresses at which a rule's latest matches can be read: by calendars, news readers and programs.",
    content: <FeedsSection />,
  },
  {
    id: "log",
    title: "Account log",
    lead: "What was done in your account and by whom, for 180 days.",
    content: <AuditSection />,
  },
  {
    id: "export",
    title: "Export",
    lead: "All that is yours, to keep or to take elsewhere.",
    content: <ExportSection />,
  },
  { id: "delete", title: "Delete your account", lead: "Here, not at Trakt.", content: <DeleteSection /> },
];

/** All that a person can set, on one page with an index. */
export function SettingsPage(): ReactElement {
  const { hash } = useLocation();
  // Who comes by a link to a section comes before the section is there.
  useEffect(() => {
    if (hash !== "") document.querySelector(`#${CSS.escape(hash.slice(1))}`)?.scrollIntoView();
  }, [hash]);
  return (
    <Page title="Settings" width="normal">
      <div className={styles.columns}>
        <nav aria-label="Settings" className={styles.index}>
          <ul className={styles.links}>
            {sections.map(({ id, title }) => (
              <li key={id}>
                <Link to={`#${id}`} className={styles.link}>
                  {title}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className={styles.sections}>
          {sections.map(({ id, title, lead, content }) => (
            <div key={id} id={id} className={styles.section}>
              <Section title={title} lead={lead}>
                {content}
              </Section>
            </div>
          ))}
        </div>
      </div>
    </Page>
  );
}
