import { useQueryClient } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { keyOf, me, useAct } from "../../app/api.ts";
import { useSession } from "../../app/session-context.ts";
import { troubleOf } from "../../app/trouble.ts";
import { Button } from "../../ui/button.tsx";
import { Card, Grid, Row, Stack } from "../../ui/card.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Notice } from "../../ui/states.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import styles from "./settings-page.module.css";

const goes = [
  "Your rules, channels, addresses, feeds and keys",
  "Events, runs, messages, settings and the account log",
  "Showrunner's access to your Trakt account",
];
const stays = [
  "Your Trakt account, and all that is in it",
  "What rules did there: undo it first, if you want that back",
  "What people and servers were told",
];

/** Deletes the account, after the person has typed who they are. */
export function DeleteSection(): ReactElement {
  const [isOpen, setOpen] = useState(false);
  return (
    <Card tone="bad">
      <Stack gap={4}>
        <Grid column="m">
          <div>
            <strong>What goes</strong>
            <ul className={styles.list}>
              {goes.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </div>
          <div>
            <strong>What stays</strong>
            <ul className={styles.list}>
              {stays.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </div>
        </Grid>
        <p>Nothing brings it back. Export it first, if you may want it.</p>
        <Row>
          <Button look="danger" icon="remove" onClick={() => setOpen(true)}>
            Delete my account
          </Button>
        </Row>
      </Stack>
      {isOpen && <DeleteDialog onClose={() => setOpen(false)} />}
    </Card>
  );
}

function DeleteDialog({ onClose }: { onClose(): void }): ReactElement {
  const { person } = useSession();
  const queries = useQueryClient();
  const remove = useAct("accounts.delete", {
    done: "Your account is being deleted. All of it is gone within the hour.",
    showsTrouble: true,
  });
  const [typed, setTyped] = useState("");
  const [isWrong, setWrong] = useState(false);
  const submit = async (): Promise<void> => {
    const isRight = typed.trim() === person.username;
    setWrong(!isRight);
    if (!isRight) return;
    const gone = await remove.mutateAsync({ path: me, body: { confirm: person.username } }).catch(() => undefined);
    if (gone === undefined) return;
    onClose();
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session.get" });
    await queries.invalidateQueries({ queryKey: keyOf("session.get") });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="s"
      title="Delete your account?"
      lead="Everything of yours here goes within the hour. Nothing brings it back."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="danger" isBusy={remove.isPending} onClick={() => void submit()}>
            Delete for good
          </Button>
        </>
      }
    >
      <Stack gap={3}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!remove.isPending) void submit();
          }}
        >
          <Field
            label={`Type ${person.username} to confirm`}
            error={isWrong ? "This is not your user name." : undefined}
            isRequired
          >
            <TextInput value={typed} onChange={setTyped} autoComplete="off" autoCapitalize="none" spellCheck={false} />
          </Field>
        </form>
        {remove.error !== null && (
          <Notice tone="bad" isNews title={troubleOf(remove.error).message}>
            {troubleOf(remove.error).hint}
          </Notice>
        )}
      </Stack>
    </Dialog>
  );
}
