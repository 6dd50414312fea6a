import type { ReactElement } from "react";
import { me, useApi } from "../../../app/api.ts";
import { ProblemView } from "../../../app/problem-view.tsx";
import { Status, type Tone } from "../../../ui/badge.tsx";
import { Stack } from "../../../ui/card.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { sentence } from "../../../ui/states.tsx";
import { requestWords } from "../../../rules/request-words.ts";
import { BackTest } from "./back-test.tsx";
import { ConditionList } from "./condition-list.tsx";
import { EventPicker } from "./event-picker.tsx";
import { useTrial } from "./trial.ts";
import styles from "./try-panel.module.css";

const outcomes: Readonly<Record<string, readonly [Tone, string]>> = {
  matched: ["good", "It would act"],
  not_matched: ["plain", "It would do nothing"],
  suppressed: ["wait", "It would be held back"],
  failed: ["bad", "It would fail"],
};

/** What the rule would do, on an example, on what happened, and on the last months. Nothing is done. */
export function TryPanel(): ReactElement {
  const { source, event } = useTrial();
  const body = { source: source ?? {}, ...(event === undefined ? {} : { event }) };
  const trial = useApi(
    "rules.test",
    { path: me, body },
    { isEnabled: source !== undefined, keepsPrevious: true, isFixed: true },
  );
  const { data } = trial;
  return (
    <Stack gap={5}>
      <section aria-label="Try it" className={styles.part}>
        <EventPicker />
        {source === undefined ? (
          <p className={styles.soft}>It can be tried once the rule has no mistakes.</p>
        ) : trial.error !== null ? (
          <ProblemView error={trial.error} onRetry={() => void trial.refetch()} />
        ) : data === undefined ? (
          <div className={styles.result}>
            <Skeleton width="40%" />
            <Skeleton width="80%" />
            <Skeleton width="60%" />
          </div>
        ) : (
          <div className={styles.result} aria-live="polite">
            <p className={styles.outcome}>
              <Status tone={outcomes[data.outcome]?.[0] ?? "plain"}>
                {outcomes[data.outcome]?.[1] ?? data.outcome}
              </Status>
              <span className={styles.about}>{data.isExample ? `Example: ${data.event.about}` : data.event.about}</span>
            </p>
            <p className={styles.soft}>{sentence(data.reason)}</p>
            <ConditionList conditions={data.conditions} />
            {data.requests.length > 0 && (
              <ol className={styles.requests} aria-label="What it would do">
                {data.requests.map((request, at) => (
                  <li key={at}>
                    <span>{requestWords(request)}</span>
                    {(data.timing[at] ?? []).map((words) => (
                      <span key={words} className={styles.soft}>
                        {words}
                      </span>
                    ))}
                  </li>
                ))}
              </ol>
            )}
          </div>
        )}
      </section>
      <BackTest />
    </Stack>
  );
}
