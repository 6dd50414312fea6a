import type { ReactElement } from "react";
import { me, useApi } from "../../app/api.ts";
import { ProblemView } from "../../app/problem-view.tsx";
import { Card } from "../../ui/card.tsx";
import { Page } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ComingUp } from "./coming-up.tsx";
import { DeadLetters } from "./dead-letters.tsx";
import { FirstSteps } from "./first-steps.tsx";
import { HealthLine } from "./health-line.tsx";
import styles from "./home-page.module.css";
import { RecipeCards } from "./recipe-cards.tsx";
import { isNew } from "./steps.ts";
import { Timeline } from "./timeline.tsx";
import { WaitingHere } from "./waiting-here.tsx";

/** How it goes, what wants the person, what happened, and what is to come. */
export function HomePage(): ReactElement {
  const overview = useApi("home.overview", { path: me });
  const { data } = overview;
  const isKnown = data !== undefined || overview.error !== null;
  return (
    <Page title="Home">
      {data !== undefined ? (
        <HealthLine overview={data} />
      ) : overview.error !== null ? (
        <Card>
          <ProblemView error={overview.error} onRetry={() => void overview.refetch()} />
        </Card>
      ) : (
        <Skeleton height="3.75rem" />
      )}
      {data !== undefined && isNew(data) && (
        <>
          <FirstSteps overview={data} />
          <RecipeCards />
        </>
      )}
      <WaitingHere count={data?.counts.approvals ?? 0} />
      {data !== undefined && data.counts.dead > 0 && <DeadLetters count={data.counts.dead} />}
      {!isKnown && <Skeleton shape="block" height="60rem" />}
      {/* It is asked for at once, and shown when what stands above it is known: nothing moves then. */}
      <div className={styles.columns} hidden={!isKnown}>
        <div className={styles.coming}>
          <ComingUp />
        </div>
        <div className={styles.happened}>
          <Timeline />
        </div>
      </div>
    </Page>
  );
}
