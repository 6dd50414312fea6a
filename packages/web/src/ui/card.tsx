import type { ReactElement, ReactNode } from "react";
import styles from "./card.module.css";
import { classNames } from "./class-names.ts";

interface CardProps {
  children: ReactNode;
  /** `flush` lets rows and tables reach its edges. */
  inset?: "normal" | "flush" | undefined;
  tone?: "plain" | "accent" | "good" | "wait" | "bad" | undefined;
  as?: "div" | "article" | "li" | undefined;
}

/** A surface for what belongs together. */
export function Card({ children, inset = "normal", tone = "plain", as: Element = "div" }: CardProps): ReactElement {
  return <Element className={classNames(styles.card, styles[inset], styles[tone])}>{children}</Element>;
}

interface StackProps {
  children: ReactNode;
  /** A step of the scale of spaces, 1 to 7. */
  gap?: 1 | 2 | 3 | 4 | 5 | 6 | 7 | undefined;
}

const gaps = [styles.gap1, styles.gap1, styles.gap2, styles.gap3, styles.gap4, styles.gap5, styles.gap6, styles.gap7];

/** One below the other. */
export function Stack({ children, gap = 4 }: StackProps): ReactElement {
  return <div className={classNames(styles.stack, gaps[gap])}>{children}</div>;
}

interface RowProps extends StackProps {
  align?: "start" | "center" | "baseline" | "end" | undefined;
  /** Pushes the first and the last apart. */
  isSpread?: boolean | undefined;
}

/** One beside the other, on more lines where there is no room. */
export function Row({ children, gap = 2, align = "center", isSpread }: RowProps): ReactElement {
  return (
    <div className={classNames(styles.row, gaps[gap], styles[align], isSpread === true && styles.spread)}>
      {children}
    </div>
  );
}

interface GridProps extends StackProps {
  /** How narrow a column may become. */
  column?: "s" | "m" | "l" | undefined;
  as?: "div" | "ul" | undefined;
}

/** As many columns of one width as there is room for. */
export function Grid({ children, gap = 4, column = "m", as: Element = "div" }: GridProps): ReactElement {
  return <Element className={classNames(styles.grid, gaps[gap], styles[`column-${column}`])}>{children}</Element>;
}
