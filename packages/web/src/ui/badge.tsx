import type { ReactElement, ReactNode } from "react";
import styles from "./badge.module.css";
import ink from "./ink.module.css";
import { classNames } from "./class-names.ts";
import { Icon, type IconName } from "./icon.tsx";

export type Tone = "plain" | "accent" | "good" | "wait" | "bad" | "info";

interface BadgeProps {
  children: ReactNode;
  tone?: Tone | undefined;
  icon?: IconName | undefined;
}

/** A word or two about what it stands beside. */
export function Badge({ children, tone = "plain", icon }: BadgeProps): ReactElement {
  return (
    <span className={classNames(styles.badge, styles[tone])}>
      {icon && <Icon name={icon} size="s" />}
      {children}
    </span>
  );
}

const iconOfTone: Record<Tone, IconName> = {
  plain: "minus",
  accent: "spark",
  good: "good",
  wait: "waiting",
  bad: "bad",
  info: "info",
};

interface StatusProps {
  children: ReactNode;
  tone: Tone;
}

/** How something fares: an icon of its own for each tone, so that colour says nothing alone. */
export function Status({ children, tone }: StatusProps): ReactElement {
  return (
    <span className={classNames(styles.status, ink[tone])}>
      <Icon name={iconOfTone[tone]} size="s" />
      {children}
    </span>
  );
}

interface CountProps {
  count: number;
  /** What is counted: "3 wait for your yes". */
  label: string;
}

/** A number on something else; nothing when it is 0. */
export function Count({ count, label }: CountProps): ReactElement | null {
  if (count === 0) return null;
  return (
    <span className={styles.count}>
      <span aria-hidden="true">{count > 99 ? "99+" : count}</span>
      <span className="visually-hidden">{label}</span>
    </span>
  );
}
