import { type ReactElement, useState } from "react";
import { client, me } from "../../app/api.ts";
import { useSession } from "../../app/session-context.ts";
import { troubleOf } from "../../app/trouble.ts";
import { Button, OutsideLinkButton } from "../../ui/button.tsx";
import { Card, Row, Stack } from "../../ui/card.tsx";
import { useToast } from "../../ui/toasts.tsx";
import { saveFile } from "./save-file.ts";
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
  const toast = useToast();
  const [isSaving, setSaving] = useState(false);
  const saveRules = async (): Promise<void> => {
    setSaving(true);
    try {
      const { yaml } = await client.call("rules.export", { path: me });
      saveFile("rules.yaml", "application/yaml", yaml);
    } catch (error) {
      const { message, hint } = troubleOf(error);
      toast.bad({ title: message, description: hint });
    } finally {
      setSaving(false);
    }
  };
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
          <Button look="quiet" isBusy={isSaving} onClick={() => void saveRules()}>
            Only the rules, as YAML
          </Button>
        </Row>
        <p className={styles.note}>
          Tokens, passwords and keys are not in it. <a href="/api/v1/schemas/archive">Its schema</a> says what each part
          holds.
        </p>
      </Stack>
    </Card>
  );
}
