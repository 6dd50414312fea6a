import { lazy, type ReactElement, Suspense, useState } from "react";
import { me, useApi } from "../../../app/api.ts";
import { ProblemView } from "../../../app/problem-view.tsx";
import { Button } from "../../../ui/button.tsx";
import { Field } from "../../../ui/field.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { Notice } from "../../../ui/states.tsx";
import { Select } from "../../../ui/text-input.tsx";
import { Timestamp } from "../../../ui/timestamp.tsx";
import type { ReplyOf } from "@showrunner/client/asked.ts";
import { useTrial } from "./trial.ts";
import { TheRest } from "../the-rest.tsx";
import styles from "./try-panel.module.css";

const BackTestChart = lazy(async () => ({ default: (await import("./back-test-chart.tsx")).BackTestChart }));

/** How often the rule would have acted on what happened: asked for, since it looks at months. */
export function BackTest(): ReactElement {
  const { source, past, setPast } = useTrial();
  const [days, setDays] = useState(String(past?.days ?? 90));
  return (
    <section aria-label="Look back" className={styles.part}>
      <div className={styles.head}>
        <Field label="Would have acted in the last">
          <Select
            value={days}
            onChange={setDays}
            options={["30", "90", "180"].map((count) => ({ value: count, label: `${count} days` }))}
          />
        </Field>
        <Button
          icon="replay"
          disabled={source === undefined}
          onClick={() => (source === undefined ? undefined : setPast({ source, days: Number(days) }))}
        >
          Look back
        </Button>
      </div>
      {past !== undefined && <Past source={past.source} days={past.days} isOld={past.source !== source} />}
    </section>
  );
}

interface PastProps {
  source: Readonly<Record<string, unknown>>;
  days: number;
  isOld?: boolean | undefined;
}

/** What a back-test found. */
export function Past({ source, days, isOld }: PastProps): ReactElement {
  const past = useApi("rules.backtest", { path: me, body: { source, days } }, { isFixed: true });
  if (past.error !== null) return <ProblemView error={past.error} onRetry={() => void past.refetch()} />;
  if (past.data === undefined)
    return (
      <div className={styles.result} role="status">
        <span className="visually-hidden">Looking back</span>
        <Skeleton width="60%" />
        <Skeleton shape="block" height="10rem" />
      </div>
    );
  return <Found found={past.data} isOld={isOld === true} />;
}

function Found({ found, isOld }: { found: ReplyOf<"rules.backtest">; isOld: boolean }): ReactElement {
  const { matched, heard, days, perDay, examples, reasons, notes, undecided } = found;
  return (
    <div className={styles.part} aria-live="polite">
      {isOld && <p className={styles.soft}>This was before your last change.</p>}
      <p>
        <span className={styles.big}>{times(matched)}</span>{" "}
        <span className={styles.soft}>
          in {days} days, of {heard} {heard === 1 ? "event" : "events"} that it waits for
          {undecided > 0 && `; of ${undecided} it is not known any more`}
        </span>
      </p>
      {heard === 0 && <Notice>Nothing of the kind happened in that time, as far as Showrunner saw.</Notice>}
      {matched > 0 && (
        <Suspense fallback={<Skeleton shape="block" height="10rem" />}>
          <BackTestChart perDay={perDay} from={found.from} days={days} />
        </Suspense>
      )}
      {examples.length > 0 && (
        <ul className={styles.examples} aria-label="When it would have acted">
          {examples.map(({ eventId, about, at }) => (
            <li key={eventId}>
              <span>{about}</span>
              <span className={styles.soft}>
                <Timestamp at={at} look="exact" />
              </span>
            </li>
          ))}
        </ul>
      )}
      <TheRest summary="Why not, the other times" reasons={reasons} notes={notes} />
    </div>
  );
}

export const times = (count: number): string => (count === 0 ? "Never" : count === 1 ? "Once" : `${count} times`);
