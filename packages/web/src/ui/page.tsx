import { type ReactElement, type ReactNode, useEffect, useId, useRef } from "react";
import { Link, NavigationType, useLocation, useNavigationType } from "react-router";
import { Icon } from "./icon.tsx";
import styles from "./page.module.css";
import { classNames } from "./class-names.ts";

interface PageProps {
  /** Also the title of the browser's tab. */
  title: string;
  /** A sentence about what one can do here. */
  lead?: ReactNode | undefined;
  /** Buttons beside the title. */
  actions?: ReactNode | undefined;
  /** The page above this one. */
  back?: { to: string; label: string } | undefined;
  /** `prose` for reading and forms, `full` where every pixel of width helps. */
  width?: "normal" | "prose" | "full" | undefined;
  children: ReactNode;
}

/** A page: its title names the tab, and takes the focus when one comes from another page, so that a screen reader says where one is. */
export function Page({ title, lead, actions, back, width = "normal", children }: PageProps): ReactElement {
  const heading = useRef<HTMLHeadingElement>(null);
  const shownPath = useRef<string>(undefined);
  const cameBy = useNavigationType();
  const { pathname } = useLocation();
  useEffect(() => {
    document.title = `${title} · Showrunner`;
  }, [title]);
  useEffect(() => {
    // Only on arrival: a filter in the address, or a title that changes while one reads, takes no focus.
    if (shownPath.current === pathname) return;
    shownPath.current = pathname;
    if (cameBy !== NavigationType.Pop) heading.current?.focus({ preventScroll: true });
  }, [pathname, cameBy]);
  return (
    <div className={classNames(styles.page, styles[width])}>
      <header className={styles.header}>
        <div className={styles.titles}>
          {back && (
            <Link to={back.to} className={styles.back}>
              <Icon name="left" size="s" />
              {back.label}
            </Link>
          )}
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead !== undefined && <p className={styles.lead}>{lead}</p>}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

interface SectionProps {
  title: string;
  lead?: ReactNode | undefined;
  actions?: ReactNode | undefined;
  /** The heading is only for who does not see the page. */
  isTitleHidden?: boolean | undefined;
  children: ReactNode;
}

/** A part of a page, with a heading that names it. */
export function Section({ title, lead, actions, isTitleHidden, children }: SectionProps): ReactElement {
  const id = useId();
  return (
    <section aria-labelledby={id} className={styles.section}>
      <div className={isTitleHidden === true ? "visually-hidden" : styles.sectionHeader}>
        <div className={styles.titles}>
          <h2 id={id}>{title}</h2>
          {lead !== undefined && <p className={styles.sectionLead}>{lead}</p>}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
      {children}
    </section>
  );
}
