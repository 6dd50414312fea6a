import type { ReactElement } from "react";
import { Card } from "../../ui/card.tsx";
import { classNames } from "../../ui/class-names.ts";
import { type BudgetPart, budgetParts, budgetWords, type WatchlistReply } from "./budget-parts.ts";
import styles from "./watchlist-page.module.css";

const words: Record<BudgetPart["kind"], string> = {
  person: "added by you",
  rules: "added by rules",
  free: "free",
  reserve: "kept free for you",
};

/** The places of the watchlist as one bar, and what its parts mean. */
export function Budget({ reply }: { reply: WatchlistReply }): ReactElement {
  const { limit, count, room } = reply;
  const parts = budgetParts(reply);
  return (
    <Card>
      <div className={styles.budget}>
        <div className={styles.sum}>
          <p className={styles.count}>
            {count}
            {limit !== null && <span className={styles.of}> of {limit}</span>}
          </p>
          <p className={room === 0 ? styles.full : styles.room}>
            {limit === null
              ? "Trakt sets no limit for your account."
              : room === 0
                ? "Full. What is added next does not fit, at Trakt neither."
                : `Room for ${room} more.`}
          </p>
        </div>
        {limit !== null && (
          <>
            <div
              className={styles.bar}
              role="meter"
              aria-label="Watchlist"
              aria-valuemin={0}
              aria-valuemax={Math.max(limit, count)}
              aria-valuenow={count}
              aria-valuetext={budgetWords(reply)}
            >
              {parts.map(({ kind, count: places, part }) =>
                places === 0 ? null : (
                  <div key={kind} className={classNames(styles.part, styles[kind])} style={{ flexGrow: part }} />
                ),
              )}
            </div>
            <ul className={styles.legend}>
              {parts.map(({ kind, count: places }) =>
                places === 0 && kind === "reserve" ? null : (
                  <li key={kind} className={styles.entry}>
                    <span className={classNames(styles.key, styles[kind])} aria-hidden="true" />
                    <span>
                      <strong>{places}</strong> {words[kind]}
                    </span>
                  </li>
                ),
              )}
            </ul>
          </>
        )}
      </div>
    </Card>
  );
}
