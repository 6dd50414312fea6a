import type { ReactElement, ReactNode } from "react";
import { Button } from "./button.tsx";
import { classNames } from "./class-names.ts";
import { Icon, type IconName } from "./icon.tsx";
import styles from "./states.module.css";

interface EmptyStateProps {
  icon: IconName;
  title: string;
  /** What it is for and what to do next. */
  children?: ReactNode | undefined;
  /** The way on: one or two buttons. */
  actions?: ReactNode | undefined;
}

/** There is nothing here yet, and this is how there will be. */
export function EmptyState({ icon, title, children, actions }: EmptyStateProps): ReactElement {
  return (
    <div className={styles.state}>
      <span className={styles.picture}>
        <Icon name={icon} size="l" />
      </span>
      <p className={styles.title}>{title}</p>
      {children !== undefined && <div className={styles.text}>{children}</div>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

/** What is wrong and what to do, as the API tells it. */
export interface Trouble {
  message: string;
  hint?: string | undefined;
  code?: string | undefined;
}

interface ErrorStateProps {
  trouble: Trouble;
  /** Tries again. */
  onRetry?: (() => void) | undefined;
  /** Other ways on. */
  actions?: ReactNode | undefined;
}

/** Something could not be loaded or done: what, what to do, and a way on. */
export function ErrorState({ trouble, onRetry, actions }: ErrorStateProps): ReactElement {
  return (
    <div className={styles.state} role="alert">
      <span className={classNames(styles.picture, styles.bad)}>
        <Icon name="warning" size="l" />
      </span>
      <p className={styles.title}>{sentence(trouble.message)}</p>
      {trouble.hint !== undefined && <div className={styles.text}>{trouble.hint}</div>}
      <div className={styles.actions}>
        {onRetry && (
          <Button icon="replay" onClick={onRetry}>
            Try again
          </Button>
        )}
        {actions}
      </div>
      {trouble.code !== undefined && <code className={styles.code}>{trouble.code}</code>}
    </div>
  );
}

/** "there is no rule x" → "There is no rule x." */
export function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(capital) ? capital : `${capital}.`;
}

interface NoticeProps {
  tone?: "info" | "good" | "wait" | "bad" | undefined;
  title?: string | undefined;
  children?: ReactNode | undefined;
  actions?: ReactNode | undefined;
  /** It came up because of what was just done: screen readers say it. */
  isNews?: boolean | undefined;
}

const iconOfNotice = { info: "info", good: "good", wait: "waiting", bad: "warning" } as const;

/** A remark within a page. */
export function Notice({ tone = "info", title, children, actions, isNews }: NoticeProps): ReactElement {
  return (
    <div className={classNames(styles.notice, styles[tone])} role={isNews === true ? "status" : undefined}>
      <Icon name={iconOfNotice[tone]} />
      <div className={styles.noticeText}>
        {title !== undefined && <strong>{title}</strong>}
        {children !== undefined && <div>{children}</div>}
        {actions !== undefined && <div className={styles.noticeActions}>{actions}</div>}
      </div>
    </div>
  );
}
