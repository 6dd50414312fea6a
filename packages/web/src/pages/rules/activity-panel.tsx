import type { ReactElement } from "react";
import { Link } from "react-router";
import { me, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { Status, type Tone } from "../../ui/badge.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { sentence } from "../../ui/states.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { requestWords } from "../../rules/request-words.ts";
import styles from "./panels.module.css";

const outcomes: Readonly<Record<string, readonly [Tone, string]>> = {
  matched: ["good", "Acted"],
  not_matched: ["plain", "Decided against"],
  suppressed: ["wait", "Was held back"],
  failed: ["bad", "Failed"],
};

/** What a rule waits for, what it did of late, and what of it is still to come. */
export function ActivityPanel({ rule }: { rule: string }): ReactElement {
  const explained = useApi("rules.explain", { path: { ...me, rule } });
  return (
    <Loaded query={explained} skeleton={<SkeletonRows count={5} label="Loading what it did" />}>
      {({ sentences, latest, waiting }) => (
        <div className={styles.part}>
          {waiting.length > 0 && (
            <section aria-label="Still to come" className={styles.part}>
              <h2>Still to come</h2>
              <ul className={styles.list}>
                {waiting.map(({ id, about, request, words, runId }) => (
                  <li key={id}>
                    <Link to={`/runs/${runId}`}>{about}</Link>
                    <span className={styles.soft}>
                      {requestWords(request)}, {words}
                    </span>
                  </li>
                ))}
              </ul>
            </section>
          )}
          <section aria-label="The latest" className={styles.part}>
            <h2>The latest</h2>
            {latest.length === 0 ? (
              <p className={styles.soft}>It has not run yet. Each time that it does, acting or not, is told here.</p>
            ) : (
              <ul className={styles.list}>
                {latest.map(({ runId, at, outcome, about, reason }) => (
                  <li key={runId}>
                    <div className={styles.line}>
                      <Status tone={outcomes[outcome]?.[0] ?? "plain"}>{outcomes[outcome]?.[1] ?? outcome}</Status>
                      <span className={styles.soft}>
                        <Timestamp at={at} />
                      </span>
                    </div>
                    <Link to={`/runs/${runId}`}>{about}</Link>
                    <span className={styles.soft}>{sentence(reason)}</span>
                  </li>
                ))}
              </ul>
            )}
          </section>
          <section aria-label="In words" className={styles.part}>
            <h2>In words</h2>
            <div className={styles.sentences}>
              {sentences.map((words) => (
                <p key={words}>{words}</p>
              ))}
            </div>
          </section>
        </div>
      )}
    </Loaded>
  );
}
