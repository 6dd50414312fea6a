import { type ReactElement, useState } from "react";
import { me, useAct, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { troubleOf } from "../../app/trouble.ts";
import { Button } from "../../ui/button.tsx";
import { Progress } from "../../ui/progress.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { Notice, sentence } from "../../ui/states.tsx";
import { actionKind } from "../../rules/actions.ts";
import { TheRest } from "./the-rest.tsx";
import styles from "./panels.module.css";

/** So many at once, so that the count on the screen moves. */
const atMost = 50;

/** Applies a rule to what is there now, which switching it on leaves alone: shown first, done after a press. */
export function ApplyNowPanel({ rule, isChanged }: { rule: string; isChanged: boolean }): ReactElement {
  const [isAsked, setAsked] = useState(false);
  return (
    <div className={styles.part}>
      <p>
        A rule acts on what happens after it was switched on. What was there already is left alone, unless you apply the
        rule to it here. You see first what it would do.
      </p>
      {isChanged && <Notice tone="wait">This is about the rule as it was saved: save your changes first.</Notice>}
      {isAsked ? (
        <Preview rule={rule} />
      ) : (
        <div>
          <Button icon="search" onClick={() => setAsked(true)}>
            Show what it would do now
          </Button>
        </div>
      )}
    </div>
  );
}

function Preview({ rule }: { rule: string }): ReactElement {
  const preview = useApi("rules.preview_now", { path: { ...me, rule } }, { isFixed: true });
  const apply = useAct("rules.apply_now", { showsTrouble: true });
  const [progress, setProgress] = useState<{ done: number; left: number }>();
  const run = async (): Promise<void> => {
    let done = 0;
    let left = Infinity;
    while (left > 0) {
      const reply = await apply.mutateAsync({ path: { ...me, rule }, body: { at_most: atMost } });
      done += reply.applied;
      // Nothing was left to do where nothing was done.
      left = reply.applied === 0 ? 0 : reply.left;
      setProgress({ done, left });
    }
  };
  const isRunning = apply.isPending || (progress !== undefined && progress.left > 0 && apply.error === null);
  return (
    <Loaded query={preview} skeleton={<SkeletonRows count={4} label="Looking at what is there" />}>
      {({ found, already, matched, undecided, actions, examples, overLimits, cannot, notes, reasons }) => (
        <div className={styles.part}>
          <p>
            <span className={styles.big}>{matched === 0 ? "Nothing to do" : `It would act on ${matched}`}</span>{" "}
            <span className={styles.soft}>
              of {found} that are there now
              {already > 0 && `; ${already} were done before`}
              {undecided > 0 && `; of ${undecided} it is found out as it is done`}
            </span>
          </p>
          {Object.keys(actions).length > 0 && (
            <ul>
              {Object.entries(actions).map(([verb, count]) => (
                <li key={verb}>
                  {actionKind(verb)?.title ?? verb}: {count}
                </li>
              ))}
            </ul>
          )}
          {examples.length > 0 && (
            <ul className={styles.list} aria-label="Such as">
              {examples.map(({ eventId, about }) => (
                <li key={eventId}>{about}</li>
              ))}
            </ul>
          )}
          {overLimits.map(({ kind, words }) => (
            <Notice key={kind} tone="wait">
              {sentence(words)}
            </Notice>
          ))}
          {cannot.map(({ type, reason }) => (
            <Notice key={type}>{sentence(reason)}</Notice>
          ))}
          <TheRest summary="Why not on the rest" reasons={reasons} notes={notes} />
          {progress !== undefined && progress.left > 0 && (
            <Progress
              value={progress.done}
              max={progress.done + progress.left}
              label="Applying the rule"
              detail={`${progress.done} of ${progress.done + progress.left}`}
            />
          )}
          {progress?.left === 0 && (
            <Notice tone="good" isNews>
              Done: applied to {progress.done}.
            </Notice>
          )}
          {apply.error !== null && (
            <Notice tone="bad" isNews title={troubleOf(apply.error).message}>
              {troubleOf(apply.error).hint} What was done is done once, however often you go on.
            </Notice>
          )}
          {matched + undecided > 0 && progress?.left !== 0 && (
            <div>
              <Button look="primary" icon="play" isBusy={isRunning} onClick={() => void run().catch(() => undefined)}>
                {progress === undefined ? "Apply it now" : "Go on"}
              </Button>
            </div>
          )}
        </div>
      )}
    </Loaded>
  );
}
