import { type ReactElement, useState } from "react";
import { me, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, Row } from "../../ui/card.tsx";
import { Field } from "../../ui/field.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Select } from "../../ui/text-input.tsx";
import { UndoDialog } from "./undo-dialog.tsx";

/** All that one rule ever did. */
export function UndoRule({ onUndone }: { onUndone(): void }): ReactElement {
  const rules = useApi("rules.list", { path: me, query: { limit: 200 } });
  const [chosen, setChosen] = useState("");
  const [isOpen, setOpen] = useState(false);
  return (
    <Card>
      <Loaded query={rules} skeleton={<Skeleton height="5.5rem" />}>
        {({ items }) => (
          <>
            <Row gap={3} align="end">
              <Field label="Rule" hint="It stays on: switch it off on its own page.">
                <Select
                  value={chosen}
                  onChange={setChosen}
                  options={items.map(({ id, name }) => ({ value: id, label: name }))}
                  prompt={items.length === 0 ? "There are no rules yet" : "Choose a rule"}
                />
              </Field>
              <Button icon="undo" disabled={chosen === ""} onClick={() => setOpen(true)}>
                See what would be undone
              </Button>
            </Row>
            <UndoDialog
              isOpen={isOpen}
              onClose={() => setOpen(false)}
              title={`Undo all that “${items.find(({ id }) => id === chosen)?.name ?? "it"}” did?`}
              scope={{ what: "rule", ruleId: chosen }}
              onUndone={onUndone}
            />
          </>
        )}
      </Loaded>
    </Card>
  );
}
