import type { ReactElement } from "react";
import type { ReplyOf } from "@showrunner/client/asked.ts";
import { Button } from "../../ui/button.tsx";
import { Card, Stack } from "../../ui/card.tsx";
import { CopyField } from "../../ui/copy-field.tsx";
import { Section } from "../../ui/page.tsx";
import { ShownOnce } from "../../ui/shown-once.tsx";
import { Notice } from "../../ui/states.tsx";
import { hookWordsOf, isLoopback, tryCommand } from "./hook-words.ts";
import styles from "./webhooks-page.module.css";

interface MadeHookProps {
  made: ReplyOf<"hooks.add">;
  onClose(): void;
}

/** An address that was just made, and how to give it to whoever is to call it. */
export function MadeHook({ made, onClose }: MadeHookProps): ReactElement {
  const { label, steps, template } = hookWordsOf(made.kind);
  const address = `${location.origin}${made.path}`;
  const signing = made.signingSecret === null ? [] : [{ label: "Signing secret", value: made.signingSecret }];
  return (
    <Stack gap={4}>
      <ShownOnce
        title={`The address of ${made.name}`}
        lead="It is a secret of its own: whoever knows it can call. It is shown this once."
        secrets={[{ label: "Address", value: address }, ...signing]}
        actions={<Button onClick={onClose}>I have kept it</Button>}
      />
      {isLoopback(location.host) && (
        <Notice tone="wait" title="This address works on this machine only.">
          A sender on another machine needs one that it can reach, such as this machine's name in your network, with the
          same path behind it.
        </Notice>
      )}
      <Section title={`Setting up ${label === "Anything else" ? "the sender" : label}`}>
        <Card>
          <Stack gap={4}>
            <ol className={styles.steps}>
              {steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
            {template !== undefined && <CopyField label={template.label} value={template.text} />}
            {made.kind === "generic" && !made.signed && (
              <CopyField label="Try it from a command line" value={tryCommand(address)} />
            )}
            {made.signed && (
              <p className={styles.note}>
                Each call must be signed with the secret, the Standard Webhooks way or as GitHub does it
                (x-hub-signature-256).
              </p>
            )}
          </Stack>
        </Card>
      </Section>
    </Stack>
  );
}
