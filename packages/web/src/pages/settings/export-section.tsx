import type { ReactElement } from "react";
import { OutsideLinkButton } from "../../ui/button.tsx";
import { Card, Row, Stack } from "../../ui/card.tsx";
import { useSession } from "../../app/session-context.ts";
import styles from "./settings-page.module.css";

const parts = [
  "your rules, with all their versions",
  "events, runs and actions, each with its reasons",
  "channels, addresses and feeds, without their secrets",
  "your inbox, settings, household and account log",
];

/** All that is the person's, as one file. */
export function ExportSection(): ReactElement {
  const { person } = useSession();
  return (
    <Card>
      <Stack gap={4}>
        <div>
          <p>One JSON file with:</p>
          <ul className={styles.list}>
            {parts.map((part) => (
              <li key={part}>{part}</li>
            ))}
          </ul>
        </div>
        <Row>
          <OutsideLinkButton
            href="/api/v1/accounts/me/archive"
            download={`showrunner-${person.username}.json`}
            icon="download"
          >
            Download everything
          </OutsideLinkButton>
          <OutsideLinkButton href="/api/v1/accounts/me/rules/export" look="quiet" download="showrunner-rules.json">
            Only the rules
          </OutsideLinkButton>
        </Row>
        <p className={styles.note}>
          Tokens, passwords and keys are not in it. <a href="/api/v1/schemas/archive">Its schema</a> says what each part holds.
        </p>
      </Stack>
    </Card>
  );
}
