import { type ReactElement, useState } from "react";
import type { ReplyOf } from "@showrunner/client/asked.ts";
import { useAct, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { useSession } from "../../app/session-context.ts";
import { troubleOf } from "../../app/trouble.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, Row, Stack } from "../../ui/card.tsx";
import { Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Section } from "../../ui/page.tsx";
import { RowItem, Rows } from "../../ui/rows.tsx";
import { ShownOnce } from "../../ui/shown-once.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { EmptyState, Notice } from "../../ui/states.tsx";
import { Select, TextInput } from "../../ui/text-input.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { registrationWords } from "./operator-words.ts";

type Invite = ReplyOf<"invites.list">["items"][number];
type Made = ReplyOf<"invites.add">;

/** Who may come in, and invitations for those who are new. */
export function Invitations(): ReactElement {
  const { registration } = useSession();
  const { words, lead } = registrationWords[registration];
  const invites = useApi("invites.list");
  const [made, setMade] = useState<Made>();
  return (
    <Section title="Who may come in" lead={lead} actions={<Badge tone="accent">{words}</Badge>}>
      <Stack gap={4}>
        {made !== undefined && invites.data?.items.some(({ id }) => id === made.id) === true && (
          <ShownOnce
            key={made.id}
            title={`The invitation for ${made.name}`}
            lead={
              <>
                Send them this link. It lets one person in, once, until <Timestamp at={made.expiresAt} look="day" />. It
                is shown this once.
              </>
            }
            secrets={[{ label: "Link", value: URL.parse(made.path, location.origin)?.href ?? made.path }]}
            actions={
              <Button size="s" onClick={() => setMade(undefined)}>
                I have kept it
              </Button>
            }
          />
        )}
        <Card inset="flush">
          <Loaded query={invites} skeleton={<SkeletonRows count={2} label="Loading invitations" />}>
            {({ items }) =>
              items.length === 0 ? (
                <EmptyState icon="mail" title="No invitation is open">
                  {registration === "invite"
                    ? "Make one below for somebody who is new."
                    : "They are only needed where registration is by invitation (SHOWRUNNER_REGISTRATION)."}
                </EmptyState>
              ) : (
                <Rows label="Invitations">
                  {items.map((invite) => (
                    <InviteLine key={invite.id} invite={invite} />
                  ))}
                </Rows>
              )
            }
          </Loaded>
        </Card>
        <NewInvite onMade={setMade} />
      </Stack>
    </Section>
  );
}

function InviteLine({ invite }: { invite: Invite }): ReactElement {
  const remove = useAct("invites.remove", { done: `The invitation for ${invite.name} is taken back.` });
  return (
    <RowItem
      before={<Icon name="mail" />}
      title={invite.name}
      detail={
        <>
          Until <Timestamp at={invite.expiresAt} look="day" />
        </>
      }
      after={
        <Button
          size="s"
          aria-label={`Take back the invitation for ${invite.name}`}
          isBusy={remove.isPending}
          onClick={() => remove.mutate({ path: { invite: invite.id } })}
        >
          Take back
        </Button>
      }
    />
  );
}

const lifetimes = [
  { value: "1", label: "A day" },
  { value: "7", label: "A week" },
  { value: "30", label: "30 days" },
];

function NewInvite({ onMade }: { onMade(made: Made): void }): ReactElement {
  const add = useAct("invites.add", { showsTrouble: true });
  const [name, setName] = useState("");
  const [days, setDays] = useState("7");
  const [trouble, setTrouble] = useState<string>();
  const submit = async (): Promise<void> => {
    const wanted = name.trim();
    setTrouble(wanted === "" ? "Say whom it is for." : undefined);
    if (wanted === "") return;
    const made = await add.mutateAsync({ body: { name: wanted, days: Number(days) } }).catch(() => undefined);
    if (made === undefined) return;
    setName("");
    onMade(made);
  };
  return (
    <Card>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!add.isPending) void submit();
        }}
      >
        <Stack gap={4}>
          <Field label="Whom it is for" hint="For your list here; they do not see it." error={trouble} isRequired>
            <TextInput value={name} onChange={setName} maxLength={120} autoComplete="off" />
          </Field>
          <Field label="How long it holds">
            <Select value={days} onChange={setDays} options={lifetimes} />
          </Field>
          {add.error !== null && (
            <Notice tone="bad" isNews title={troubleOf(add.error).message}>
              {troubleOf(add.error).hint}
            </Notice>
          )}
          <Row>
            <Button type="submit" icon="mail" isBusy={add.isPending}>
              Make an invitation
            </Button>
          </Row>
        </Stack>
      </form>
    </Card>
  );
}
