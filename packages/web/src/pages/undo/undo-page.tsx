import type { ReactElement } from "react";
import { Stack } from "../../ui/card.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { UndoDay } from "./undo-day.tsx";
import { UndoHistory } from "./undo-history.tsx";
import { UndoRule } from "./undo-rule.tsx";
import { UndoRun } from "./undo-run.tsx";

/** Takes back what rules did, and shows what was taken back. */
export function UndoPage(): ReactElement {
  return (
    <Page
      title="Undo"
      lead="Take back what rules changed at Trakt: of one run, of a day, or all that one rule did. You see first what would become of each thing; what is taken back is not done again."
    >
      <Stack gap={6}>
        <Section title="What to take back" isTitleHidden>
          <Tabs
            label="What to take back"
            tabs={[
              { id: "run", label: "One run", content: <UndoRun /> },
              { id: "day", label: "A day", content: <UndoDay /> },
              { id: "rule", label: "A rule", content: <UndoRule /> },
            ]}
          />
        </Section>
        <UndoHistory />
      </Stack>
    </Page>
  );
}
