import { type ReactElement, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Card, Row } from "../../ui/card.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import { useNow, useZone } from "../../ui/time.tsx";
import { dayLabel, dayOf } from "../home/by-day.ts";
import { UndoDialog } from "./undo-dialog.tsx";

/** All that rules did on one day of the person's zone. */
export function UndoDay({ onUndone }: { onUndone(): void }): ReactElement {
  const zone = useZone();
  const today = dayOf(useNow(), zone);
  const [chosen, setChosen] = useState<string>();
  const [isOpen, setOpen] = useState(false);
  const day = chosen ?? today;
  return (
    <Card>
      <Row gap={3} align="end">
        <Field label="Day" hint={`From midnight to midnight in ${zone}.`}>
          <TextInput type="date" value={day} max={today} onChange={setChosen} />
        </Field>
        <Button icon="undo" disabled={day === ""} onClick={() => setOpen(true)}>
          See what would be undone
        </Button>
      </Row>
      <UndoDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={`Undo what rules did: ${day === "" ? "no day" : dayLabel(day, today)}?`}
        scope={{ what: "day", day }}
        onUndone={onUndone}
      />
    </Card>
  );
}
