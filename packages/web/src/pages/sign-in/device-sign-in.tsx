import type { ReplyOf } from "@showrunner/client/asked.ts";
import { type ReactElement, useEffect } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { keyOf, useAct, useApi } from "../../app/api.ts";
import { troubleOf } from "../../app/trouble.ts";
import { Button, OutsideLinkButton } from "../../ui/button.tsx";
import { CopyField } from "../../ui/copy-field.tsx";
import { Notice } from "../../ui/states.tsx";
import styles from "./sign-in-page.module.css";

interface DeviceSignInProps {
  invite: string | undefined;
  /** There is no other way here. */
  isOnly: boolean;
}

/** A code to be typed in at Trakt, on any device. */
export function DeviceSignIn({ invite, isOnly }: DeviceSignInProps): ReactElement {
  const begin = useAct("session.device", { showsTrouble: true });
  const start = (): void => begin.mutate({ body: invite === undefined ? {} : { invite } });
  if (begin.data !== undefined) return <TypedIn begun={begin.data} onAgain={start} />;
  return (
    <div className={styles.way}>
      <Button look={isOnly ? "primary" : "plain"} isWide isBusy={begin.isPending} onClick={start}>
        Sign in with a code
      </Button>
      {begin.error !== null && <Trouble error={begin.error} />}
    </div>
  );
}

interface TypedInProps {
  begun: ReplyOf<"session.device">;
  onAgain(): void;
}

function TypedIn({ begun, onAgain }: TypedInProps): ReactElement {
  const queries = useQueryClient();
  const state = useApi("session.device_state", { path: { id: begun.id } }, { everyMs: begun.askAgainAfterMs });
  const isConnected = state.data?.state === "connected";
  useEffect(() => {
    if (isConnected) void queries.invalidateQueries({ queryKey: keyOf("session.get") });
  }, [isConnected, queries]);
  if (state.error !== null)
    return (
      <div className={styles.way}>
        <Trouble error={state.error} />
        <Button isWide onClick={onAgain}>
          Get a new code
        </Button>
      </div>
    );
  return (
    <div className={styles.way}>
      <p>Type this code in at Trakt, here or on your phone:</p>
      <p className={styles.code}>{begun.userCode}</p>
      <OutsideLinkButton href={begun.url} look="primary" icon="external" isNewTab isWide>
        Open Trakt
      </OutsideLinkButton>
      <CopyField label="Code" value={begun.userCode} />
      <p role="status" className={styles.note}>
        {isConnected ? "Welcome! One moment…" : "Waiting for Trakt. This page goes on by itself."}
      </p>
    </div>
  );
}

function Trouble({ error }: { error: Error }): ReactElement {
  const { message, hint } = troubleOf(error);
  return (
    <Notice tone="bad" isNews title={message}>
      {hint}
    </Notice>
  );
}
