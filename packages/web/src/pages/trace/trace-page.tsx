import { lazy, type ReactElement, Suspense, useState } from "react";
import { Link, useParams } from "react-router";
import { me, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Stack } from "../../ui/card.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { UndoDialog } from "../undo/undo-dialog.tsx";
import { useUndoneRuns } from "../undo/undone-runs.ts";
import { CodeText, Fold } from "./fold.tsx";
import { capital, type Explained } from "./outcomes.ts";
import { RunFlow } from "./run-flow.tsx";
import styles from "./trace-page.module.css";
import { VerdictBanner } from "./verdict-banner.tsx";

const RuleText = lazy(async () => ({ default: (await import("./rule-text.tsx")).RuleText }));

/** Why a run did what it did, as a picture. */
export function TracePage(): ReactElement {
  const { run: id = "" } = useParams();
  const run = useApi("runs.explain", { path: { ...me, run: id } });
  return (
    <Page
      title={run.data === undefined ? "A run" : capital(run.data.about)}
      back={{ to: "/", label: "Home" }}
      lead={run.data === undefined ? "What a rule made of it." : <Lead run={run.data} />}
      actions={run.data !== undefined && <Actions run={run.data} />}
    >
      <Loaded query={run} skeleton={<TraceSkeleton />}>
        {(data) => <Trace run={data} />}
      </Loaded>
    </Page>
  );
}

const Lead = ({ run: { rule, at } }: { run: Explained }): ReactElement => (
  <>
    What <Link to={`/rules/${rule.id}`}>{rule.name}</Link> made of it, <Timestamp at={at} look="exact" />
  </>
);

/** What was sent stays sent; all else that was asked for can be taken back, or kept from being done. */
const isUndoable = ({ actions }: Explained): boolean =>
  actions.some(
    ({ request, state }) =>
      ["held", "waits", "retry", "under_way"].includes(state) || ("item" in request && state === "done"),
  );

function Actions({ run }: { run: Explained }): ReactElement {
  const [isUndoing, setUndoing] = useState(false);
  const isUndone = useUndoneRuns()?.has(run.id);
  return (
    <>
      <LinkButton to={`/rules/${run.rule.id}`} icon="rules">
        Open the rule
      </LinkButton>
      {isUndone === true && (
        <Badge tone="info" icon="undo">
          Undone
        </Badge>
      )}
      {isUndone !== true && isUndoable(run) && (
        <Button icon="undo" disabled={isUndone === undefined} onClick={() => setUndoing(true)}>
          Undo this run
        </Button>
      )}
      <UndoDialog
        isOpen={isUndoing}
        onClose={() => setUndoing(false)}
        title="Undo this run?"
        scope={{ what: "run", runId: run.id }}
      />
    </>
  );
}

function Trace({ run }: { run: Explained }): ReactElement {
  const notes = run.outcome === "matched" && run.actions.length > 0 ? run.timing : [];
  return (
    <Stack gap={6}>
      <VerdictBanner verdict={run} notes={notes} />
      <Section title="The way it took" isTitleHidden>
        <RunFlow run={run} />
      </Section>
      <Section title="Behind it">
        <Stack gap={2}>
          <Fold title="The rule as it was" hint={`version ${run.rule.version}`}>
            {() => (
              <Suspense fallback={<Skeleton shape="block" />}>
                <RuleText source={run.rule.source} />
              </Suspense>
            )}
          </Fold>
          {run.event !== null && (
            <Fold title="The event as it was seen" hint={run.event.type}>
              {() => <CodeText text={JSON.stringify(run.event, undefined, 2)} label="The event as it was seen" />}
            </Fold>
          )}
          {run.chain.length > 1 && <Chain ids={run.chain} />}
        </Stack>
      </Section>
    </Stack>
  );
}

/** Rules may set each other off. */
function Chain({ ids }: { ids: readonly string[] }): ReactElement {
  const rules = useApi("rules.list", { path: me, query: { limit: 200 } });
  const nameOf = (id: string): string =>
    rules.data?.items.find((rule) => rule.id === id)?.name ?? "a rule that is gone";
  return <p className={styles.chain}>One rule led to another: {ids.map(nameOf).join(" → ")}</p>;
}

const TraceSkeleton = (): ReactElement => (
  <Stack gap={6}>
    <Skeleton shape="block" height="4.75rem" />
    <div className={styles.skeleton}>
      <Skeleton shape="block" height="9rem" />
      <Skeleton shape="block" height="16rem" />
      <Skeleton shape="block" height="9rem" />
    </div>
  </Stack>
);
