import { type ReactElement, useRef, useState } from "react";
import type { ReplyOf } from "@showrunner/client/asked.ts";
import { me, useAct, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { troubleOf } from "../../app/trouble.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button, OutsideLinkButton } from "../../ui/button.tsx";
import { Card, Row, Stack } from "../../ui/card.tsx";
import { RadioGroup } from "../../ui/choice.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { useFocusOnTrouble } from "../../ui/focus-trouble.ts";
import { Icon } from "../../ui/icon.tsx";
import { RowItem, Rows } from "../../ui/rows.tsx";
import { ShownOnce } from "../../ui/shown-once.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { EmptyState, Notice } from "../../ui/states.tsx";
import { Select, TextInput } from "../../ui/text-input.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";

type KeyRow = ReplyOf<"keys.list">["items"][number];
type Made = ReplyOf<"keys.add">;

/** Keys for programs: made here, shown once, taken back here. */
export function KeysSection(): ReactElement {
  const keys = useApi("keys.list", { path: me });
  const [made, setMade] = useState<Made>();
  return (
    <Stack gap={4}>
      {made !== undefined && keys.data?.items.some(({ id }) => id === made.id) === true && (
        <ShownOnce
          key={made.id}
          title={`The key ${made.name}`}
          lead="Send it as Authorization: Bearer … with each request. It is shown this once."
          secrets={[{ label: "API key", value: made.token }]}
          actions={
            <Button size="s" onClick={() => setMade(undefined)}>
              I have kept it
            </Button>
          }
        />
      )}
      <Card inset="flush">
        <Loaded query={keys} skeleton={<SkeletonRows count={2} label="Loading keys" />}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState
                icon="key"
                title="No program has a key"
                actions={
                  <OutsideLinkButton href="/api/docs" size="s" icon="code">
                    What the API can do
                  </OutsideLinkButton>
                }
              >
                Make one below for a script or for Showrunner's own command line on another machine.
              </EmptyState>
            ) : (
              <Rows label="API keys">
                {items.map((key) => (
                  <KeyLine key={key.id} apiKey={key} />
                ))}
              </Rows>
            )
          }
        </Loaded>
      </Card>
      <NewKeyForm onMade={setMade} />
    </Stack>
  );
}

function KeyLine({ apiKey }: { apiKey: KeyRow }): ReactElement {
  const [isAsking, setAsking] = useState(false);
  const remove = useAct("keys.remove", { done: `The key ${apiKey.name} opens nothing any more.`, showsTrouble: true });
  return (
    <RowItem
      before={<Icon name="key" />}
      title={apiKey.name}
      detail={
        <>
          Made <Timestamp at={apiKey.createdAt} look="day" />
          {apiKey.expiresAt === null ? (
            ", until you take it back"
          ) : (
            <>
              , until <Timestamp at={apiKey.expiresAt} look="day" />
            </>
          )}
        </>
      }
      after={
        <>
          <Badge>{apiKey.scopes.includes("write") ? "Reads and writes" : "Reads only"}</Badge>
          <Button size="s" aria-label={`Take back ${apiKey.name}`} onClick={() => setAsking(true)}>
            Take back
          </Button>
          <ConfirmDialog
            isOpen={isAsking}
            onClose={() => setAsking(false)}
            title={`Take back ${apiKey.name}?`}
            lead="Programs that use it are turned away from now on."
            confirm="Take it back"
            isDanger
            onConfirm={() => remove.mutateAsync({ path: { ...me, key: apiKey.id } })}
          />
        </>
      }
    />
  );
}

type Scope = "read" | "write";
const never = "never";
const lifetimes = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "A year" },
  { value: never, label: "Until I take it back" },
];

function NewKeyForm({ onMade }: { onMade(made: Made): void }): ReactElement {
  const form = useRef<HTMLFormElement>(null);
  const add = useAct("keys.add", { showsTrouble: true });
  const [name, setName] = useState("");
  const [scope, setScope] = useState<Scope>("read");
  const [days, setDays] = useState("90");
  const [troubles, setTroubles] = useState<Readonly<Record<string, string>>>({});
  useFocusOnTrouble(form, troubles);
  const submit = async (): Promise<void> => {
    const wanted = name.trim();
    setTroubles(wanted === "" ? { name: "Say what it is for." } : {});
    if (wanted === "") return;
    const body = { name: wanted, scopes: [scope], ...(days === never ? {} : { days: Number(days) }) };
    const made = await add.mutateAsync({ path: me, body }).catch(() => undefined);
    if (made === undefined) return;
    setName("");
    onMade(made);
  };
  return (
    <Card>
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!add.isPending) void submit();
        }}
      >
        <Stack gap={4}>
          <h3>Make a key</h3>
          <Field label="What it is for" error={troubles["name"]} isRequired>
            <TextInput
              value={name}
              onChange={setName}
              maxLength={120}
              placeholder="The script on my NAS"
              autoComplete="off"
            />
          </Field>
          <RadioGroup<Scope>
            label="What it may do"
            value={scope}
            onChange={setScope}
            options={[
              { value: "read", label: "Read", hint: "See rules, events and settings; change nothing." },
              {
                value: "write",
                label: "Read and write",
                hint: "Also change rules, answer for you, and do what you can.",
              },
            ]}
          />
          <Field label="How long it holds">
            <Select value={days} onChange={setDays} options={lifetimes} />
          </Field>
          {add.error !== null && (
            <Notice tone="bad" isNews title={troubleOf(add.error).message}>
              {troubleOf(add.error).hint}
            </Notice>
          )}
          <Row>
            <Button type="submit" icon="key" isBusy={add.isPending}>
              Make the key
            </Button>
          </Row>
        </Stack>
      </form>
    </Card>
  );
}
