import { useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import type { ReplyOf } from "@showrunner/client/asked.ts";
import { keyOf, me, useAct, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, Row, Stack } from "../../ui/card.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { Icon } from "../../ui/icon.tsx";
import { RowItem, Rows } from "../../ui/rows.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";

type SessionRow = ReplyOf<"sessions.list">["items"][number];

const wayWords: Record<SessionRow["way"], string> = {
  trakt: "through Trakt",
  device: "with a code at Trakt",
  link: "by a link of the command line",
  demo: "in the demo",
};

const firstShown = 5;

/** Every browser that is signed in; this one is marked. */
export function SessionsSection(): ReactElement {
  const sessions = useApi("sessions.list", { path: me });
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const [showsAll, setShowsAll] = useState(false);
  const count = sessions.data?.items.length ?? 0;
  const endAll = useAct("sessions.end_all", { showsTrouble: true });
  return (
    <Stack gap={3}>
      <Card inset="flush">
        <Loaded query={sessions} skeleton={<SkeletonRows count={2} height="4.25rem" label="Loading sessions" />}>
          {({ items }) => (
            <Rows label="Browsers">
              {(showsAll ? items : items.slice(0, firstShown)).map((session) => (
                <SessionLine key={session.id} session={session} />
              ))}
            </Rows>
          )}
        </Loaded>
      </Card>
      <Row>
        <Button icon="out" onClick={() => setAsking(true)}>
          Sign out everywhere
        </Button>
        {!showsAll && count > firstShown && (
          <Button look="quiet" onClick={() => setShowsAll(true)}>
            Show all {count} browsers
          </Button>
        )}
      </Row>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Sign out everywhere?"
        lead="Every browser is signed out, this one as well. Rules go on, and so do API keys and feeds."
        confirm="Sign out everywhere"
        onConfirm={async () => {
          await endAll.mutateAsync({ path: me });
          await queries.invalidateQueries({ queryKey: keyOf("session.get") });
        }}
      />
    </Stack>
  );
}

function SessionLine({ session }: { session: SessionRow }): ReactElement {
  const end = useAct("sessions.end", { done: `${session.label} is signed out.` });
  return (
    <RowItem
      before={<Icon name={/iphone|ipad|android/i.test(session.label) ? "phone" : "screen"} />}
      title={session.label}
      detail={
        <>
          Last seen <Timestamp at={session.lastSeenAt} />, signed in <Timestamp at={session.createdAt} look="day" />{" "}
          {wayWords[session.way]}
        </>
      }
      after={
        session.isThis ? (
          <Badge tone="accent">This browser</Badge>
        ) : (
          <Button
            size="s"
            aria-label={`Sign out ${session.label}`}
            isBusy={end.isPending}
            onClick={() => end.mutate({ path: { ...me, session: session.id } })}
          >
            Sign out
          </Button>
        )
      }
    />
  );
}
