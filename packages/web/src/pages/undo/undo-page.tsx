import { type ReactElement, useState } from "react";
import { Page } from "../../ui/page.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { UndoDay } from "./undo-day.tsx";
import { UndoHistory } from "./undo-history.tsx";
import { UndoRule } from "./undo-rule.tsx";
import { UndoRun } from "./undo-run.tsx";

/** Takes back what rules did, and shows what was taken back. */
export function UndoPage(): ReactElement {
  const [tab, setTab] = useState("run");
  const showHistory = (): void => setTab("history");
  return (
    <Page
      title="Undo"
      lead="Take back what rules changed at Trakt: of one run, of a day, or all that one rule did. You see first what would become of each thing; what is taken back is not done again."
    >
      <Tabs
        label="What to take back"
        value={tab}
        onChange={setTab}
        tabs={[
          { id: "run", label: "One run", content: <UndoRun onUndone={showHistory} /> },
          { id: "day", label: "A day", content: <UndoDay onUndone={showHistory} /> },
          { id: "rule", label: "A rule", content: <UndoRule onUndone={showHistory} /> },
          { id: "history", label: "Undone", content: <UndoHistory /> },
        ]}
      />
    </Page>
  );
}
