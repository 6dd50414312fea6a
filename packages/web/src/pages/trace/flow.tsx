import { type ReactElement, type ReactNode, useLayoutEffect, useRef, useState } from "react";
import type { Tone } from "../../ui/badge.tsx";
import { classNames } from "../../ui/class-names.ts";
import { Icon, type IconName } from "../../ui/icon.tsx";
import type { FlowLink } from "./flow-links.ts";
import { type Box, type Line, lineBetween } from "./flow-paths.ts";
import styles from "./flow.module.css";

interface FlowProps {
  /** What way it is, for screen readers. */
  label: string;
  links: readonly FlowLink[];
  /** `FlowColumn`s. */
  children: ReactNode;
  /** How many columns there are beside each other where there is room. */
  columns: 3 | 5;
}

type Drawn = FlowLink & Line;

/** A way that something took: an ordered list of places, and lines between what stands in them. */
export function Flow({ label, links, children, columns }: FlowProps): ReactElement {
  const frame = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<readonly Drawn[]>([]);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const draw = (): void => setDrawn(drawnIn(element, links));
    draw();
    const observer = new ResizeObserver(draw);
    observer.observe(element);
    for (const node of nodesIn(element)) observer.observe(node);
    return () => observer.disconnect();
  }, [links]);
  return (
    <div className={styles.flow} ref={frame}>
      <svg className={styles.lines} aria-hidden="true" focusable="false">
        {drawn.map(({ from, to, tone, isDashed, path, x, y }) => (
          <g key={`${from} ${to}`} className={classNames(styles.line, styles[`line-${tone}`])}>
            <path d={path} pathLength={isDashed ? undefined : 1} className={isDashed ? styles.dashed : styles.whole} />
            <circle cx={x} cy={y} r="4" className={styles.end} />
          </g>
        ))}
      </svg>
      <ol className={classNames(styles.columns, columns === 5 && styles.five)} aria-label={label}>
        {children}
      </ol>
    </div>
  );
}

const nodesIn = (frame: HTMLElement): HTMLElement[] => [...frame.querySelectorAll<HTMLElement>("[data-node]")];

function drawnIn(frame: HTMLElement, links: readonly FlowLink[]): Drawn[] {
  const origin = frame.getBoundingClientRect();
  const boxes = new Map<string, Box>();
  for (const node of nodesIn(frame)) {
    const { left, top, width, height } = node.getBoundingClientRect();
    boxes.set(node.dataset["node"] ?? "", { left: left - origin.left, top: top - origin.top, width, height });
  }
  return links.flatMap((link) => {
    const from = boxes.get(link.from);
    const to = boxes.get(link.to);
    return from === undefined || to === undefined ? [] : [{ ...link, ...lineBetween(from, to) }];
  });
}

interface FlowColumnProps {
  title: string;
  children: ReactNode;
}

/** A stage of the way. */
export const FlowColumn = ({ title, children }: FlowColumnProps): ReactElement => (
  <li className={styles.column}>
    <h3 className={styles.heading}>{title}</h3>
    <div className={styles.stack}>{children}</div>
  </li>
);

interface FlowNodeProps {
  /** As links name it. */
  id: string;
  icon: IconName;
  tone: Tone;
  /** How it fared: "Held". */
  label?: string | undefined;
  title: ReactNode;
  /** It is code, as it was written. */
  isCode?: boolean | undefined;
  children?: ReactNode | undefined;
}

/** A place on the way. */
export function FlowNode({ id, icon, tone, label, title, isCode, children }: FlowNodeProps): ReactElement {
  return (
    <div className={classNames(styles.node, styles[`node-${tone}`])} data-node={id}>
      <span className={classNames(styles.mark, styles[`mark-${tone}`])}>
        <Icon name={icon} size="s" />
      </span>
      <div className={styles.words}>
        {label !== undefined && <p className={classNames(styles.label, styles[`label-${tone}`])}>{label}</p>}
        {isCode === true ? <code className={styles.code}>{title}</code> : <p className={styles.title}>{title}</p>}
        {children}
      </div>
    </div>
  );
}

/** The lines under a node's title. */
export const FlowNote = ({ children }: { children: ReactNode }): ReactElement => (
  <p className={styles.note}>{children}</p>
);
