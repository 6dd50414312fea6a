import type { ReactElement } from "react";
import { LinkButton } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { Icon } from "../../ui/icon.tsx";
import type { Overview } from "./health-line.tsx";
import styles from "./first-steps.module.css";
import { firstSteps } from "./steps.ts";

/** For who is new: what is done, and what there is to do. */
export function FirstSteps({ overview }: { overview: Overview }): ReactElement | null {
  const steps = firstSteps(overview);
  const done = steps.filter(({ isDone }) => isDone).length;
  const next = steps.find(({ isDone }) => !isDone);
  return (
    <section aria-label="First steps" className={styles.steps}>
      <div className={styles.words}>
        <h2>Welcome{overview.account.name === null ? "" : `, ${overview.account.name}`}</h2>
        <p>
          {done} of {steps.length} steps done. A first rule takes less than a minute.
        </p>
      </div>
      <ol className={styles.list}>
        {steps.map((step, at) => (
          <li key={step.title} className={classNames(styles.step, step.isDone && styles.done)}>
            <span className={styles.mark}>
              {step.isDone ? <Icon name="check" size="s" label="Done:" /> : <span aria-hidden="true">{at + 1}</span>}
            </span>
            <div>
              <p className={styles.title}>{step.title}</p>
              <p className={styles.hint}>{step.hint}</p>
              {step === next && step.to !== undefined && (
                <p className={styles.way}>
                  <LinkButton to={step.to} look="primary" size="s">
                    {step.way}
                  </LinkButton>
                </p>
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
