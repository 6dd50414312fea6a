import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactElement, type ReactNode, useEffect, useState } from "react";
import { troubleOf } from "../../app/trouble.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/states.tsx";
import { waitOf } from "./asks-again.ts";
import styles from "./goes-on.module.css";

interface GoesOnProps<Data> {
  query: UseQueryResult<Data>;
  skeleton: ReactNode;
  children(data: Data): ReactNode;
}

/** After so long somebody wants to know why it takes long. */
const patienceMs = 2500;

/** As `Loaded`, for what Trakt tells bit by bit: while it is not whole it says so, and asks again by itself. */
export function GoesOn<Data>({ query, skeleton, children }: GoesOnProps<Data>): ReactElement {
  const { error, refetch } = query;
  const waitMs = waitOf(error);
  useEffect(() => {
    const afterMs = waitOf(error);
    if (afterMs === undefined) return;
    const timer = setTimeout(() => void refetch(), afterMs);
    return () => clearTimeout(timer);
  }, [error, refetch]);
  const isSlow = useIsSlow(query.data === undefined && query.isFetching);

  if (query.data !== undefined || (query.error !== null && waitMs === undefined && !query.isFetching))
    return (
      <Loaded query={query} skeleton={skeleton}>
        {children}
      </Loaded>
    );
  return (
    <>
      {(isSlow || waitMs !== undefined) && (
        <div className={styles.waiting}>
          <Notice
            tone="wait"
            isNews
            title={waitMs === undefined ? "Reading your shows from Trakt" : "Trakt has told a part of it so far"}
            actions={
              waitMs !== undefined && (
                <Button size="s" icon="replay" isBusy={query.isFetching} onClick={() => void refetch()}>
                  Ask now
                </Button>
              )
            }
          >
            {waitMs === undefined
              ? "The first time takes up to a minute: it is two questions a show. After that it comes at once."
              : `${troubleOf(query.error).message} What came is kept, and this page asks again by itself.`}
          </Notice>
          <div className={styles.track} aria-hidden="true">
            <div className={styles.going} />
          </div>
        </div>
      )}
      {skeleton}
    </>
  );
}

function useIsSlow(isWaiting: boolean): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setSlow(true), patienceMs);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [isWaiting]);
  return isSlow && isWaiting;
}
