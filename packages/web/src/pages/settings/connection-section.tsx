import { type ReactElement, useState } from "react";
import { me, useAct, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { Status } from "../../ui/badge.tsx";
import { Button, OutsideLinkButton } from "../../ui/button.tsx";
import { Card, Row, Stack } from "../../ui/card.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { sentence } from "../../ui/states.tsx";
import { DataList } from "../../ui/table.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { useSession } from "../../app/session-context.ts";
import { DeviceSignIn } from "../sign-in/device-sign-in.tsx";
import { connectionWords } from "./connection-words.ts";
import styles from "./settings-page.module.css";
import { ConnectionWaiting } from "./waiting.tsx";

/** The link to Trakt: how it is, and the ways to make it anew or end it. */
export function ConnectionSection(): ReactElement {
  const account = useApi("accounts.get", { path: me }, { everyMs: 20_000 });
  const { ways } = useSession();
  const [isAsking, setAsking] = useState(false);
  const disconnect = useAct("accounts.disconnect", { done: "Disconnected from Trakt.", showsTrouble: true });
  const poll = useAct("accounts.poll", { done: "Trakt is being looked at." });
  return (
    <Card>
      <Loaded query={account} skeleton={<ConnectionWaiting />}>
        {({ username, connection, tierMinutes, lastChangeAt, nextPollAt }) => {
          const { tone, words, lead, isOn } = connectionWords[connection.state];
          return (
            <Stack gap={4}>
              <div>
                <Status tone={tone}>{words}</Status>
                <p className={styles.note}>{lead}</p>
              </div>
              <DataList
                facts={[
                  { label: "Account at Trakt", value: username },
                  ...(tierMinutes === null || !isOn
                    ? []
                    : [
                        {
                          label: "Looked at",
                          value: tierMinutes === 1 ? "every minute" : `every ${tierMinutes} minutes`,
                        },
                      ]),
                  ...(nextPollAt === null || !isOn ? [] : [{ label: "Next", value: <Timestamp at={nextPollAt} /> }]),
                  ...(lastChangeAt === null ? [] : [{ label: "Last change", value: <Timestamp at={lastChangeAt} /> }]),
                  ...(connection.reason === null ? [] : [{ label: "Why", value: sentence(connection.reason) }]),
                ]}
              />
              <Row>
                {ways.includes("trakt") && (
                  <OutsideLinkButton
                    href={`/connect?to=${encodeURIComponent("/settings")}`}
                    look={isOn ? "plain" : "primary"}
                    icon="link"
                  >
                    {isOn ? "Connect anew" : "Connect again"}
                  </OutsideLinkButton>
                )}
                {isOn && (
                  <Button icon="replay" isBusy={poll.isPending} onClick={() => poll.mutate({ path: me })}>
                    Look now
                  </Button>
                )}
                {connection.state !== "disconnected" && (
                  <Button look="quiet" onClick={() => setAsking(true)}>
                    Disconnect
                  </Button>
                )}
              </Row>
              {!isOn && !ways.includes("trakt") && ways.includes("device") && (
                <DeviceSignIn invite={undefined} isOnly />
              )}
            </Stack>
          );
        }}
      </Loaded>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Disconnect from Trakt?"
        lead="Nothing is read or done at Trakt any more, and Trakt forgets that you let Showrunner in. Rules, channels and history stay here, and connecting again takes them up."
        confirm="Disconnect"
        isDanger
        onConfirm={() => disconnect.mutateAsync({ path: me })}
      />
    </Card>
  );
}
