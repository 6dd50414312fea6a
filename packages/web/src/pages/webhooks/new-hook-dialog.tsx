import { type ReactElement, useId, useRef, useState } from "react";
import type { ReplyOf } from "@showrunner/client/asked.ts";
import { me, useAct } from "../../app/api.ts";
import { troubleOf } from "../../app/trouble.ts";
import { Button } from "../../ui/button.tsx";
import { Stack } from "../../ui/card.tsx";
import { Checkbox, RadioGroup } from "../../ui/choice.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { useFocusOnTrouble } from "../../ui/focus-trouble.ts";
import { Notice } from "../../ui/states.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import { hookWordsOf, type Sender, senders } from "./hook-words.ts";

interface NewHookDialogProps {
  isOpen: boolean;
  taken: readonly string[];
  onClose(): void;
  onMade(made: ReplyOf<"hooks.add">): void;
}

/** Who is to call, and what the address is called. */
export function NewHookDialog({ isOpen, taken, onClose, onMade }: NewHookDialogProps): ReactElement {
  const formId = useId();
  const form = useRef<HTMLFormElement>(null);
  const add = useAct("hooks.add", { showsTrouble: true });
  const [kind, setKind] = useState<Sender>("plex");
  const [name, setName] = useState("");
  const [signed, setSigned] = useState(false);
  const [troubles, setTroubles] = useState<Readonly<Record<string, string>>>({});
  useFocusOnTrouble(form, troubles);

  const close = (): void => {
    add.reset();
    setTroubles({});
    onClose();
  };
  const submit = async (): Promise<void> => {
    const trimmed = name.trim();
    const mistakes = {
      ...(trimmed === "" ? { name: "This is needed." } : {}),
      ...(taken.includes(trimmed) ? { name: "There is an address of this name already." } : {}),
    };
    setTroubles(mistakes);
    if (Object.keys(mistakes).length > 0) return;
    const body = { name: trimmed, kind, signed: kind === "generic" && signed };
    const made = await add.mutateAsync({ path: me, body }).catch(() => undefined);
    if (made === undefined) return;
    setName("");
    setSigned(false);
    close();
    onMade(made);
  };

  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title="Add an address"
      lead="Who is to call it?"
      actions={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" form={formId} look="primary" isBusy={add.isPending}>
            Make the address
          </Button>
        </>
      }
    >
      <form
        id={formId}
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!add.isPending) void submit();
        }}
      >
        <Stack gap={4}>
          <RadioGroup<Sender>
            label="Sender"
            isLabelHidden
            look="cards"
            value={kind}
            onChange={setKind}
            options={senders.map((value) => ({
              value,
              label: hookWordsOf(value).label,
              hint: hookWordsOf(value).hint,
            }))}
          />
          <Field label="Name" hint="Rules can tell by it who called." error={troubles["name"]} isRequired>
            <TextInput value={name} onChange={setName} maxLength={120} placeholder="living-room" autoComplete="off" />
          </Field>
          {kind === "generic" && (
            <Checkbox
              label="Calls must be signed"
              hint="For senders that can: you get a signing secret besides the address."
              isOn={signed}
              onChange={setSigned}
            />
          )}
          {add.error !== null && (
            <Notice tone="bad" isNews title={troubleOf(add.error).message}>
              {troubleOf(add.error).hint}
            </Notice>
          )}
        </Stack>
      </form>
    </Dialog>
  );
}
