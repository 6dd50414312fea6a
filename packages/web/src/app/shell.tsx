import { lazy, type ReactElement, Suspense, useState } from "react";
import { Link, NavLink, Outlet } from "react-router";
import { Badge, Count } from "../ui/badge.tsx";
import { Icon } from "../ui/icon.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import account from "./account-menu.module.css";
import { AccountFace } from "./account-face.tsx";
import { useApi, me } from "./api.ts";
import { groups, onPhones, operator, type Place, settings } from "./navigation.ts";
import type { Person } from "./session-context.ts";
import styles from "./shell.module.css";

// What opens at a press comes after the page itself.
const AccountMenu = lazy(async () => ({ default: (await import("./account-menu.tsx")).AccountMenu }));
const Sheet = lazy(async () => ({ default: (await import("../ui/dialog.tsx")).Sheet }));

interface ShellProps {
  person: Person;
  isOperator: boolean;
  isDemo: boolean;
}

/** Navigation, and the page beside it. */
export function Shell({ person, isOperator, isDemo }: ShellProps): ReactElement {
  const [isMoreOpen, setMoreOpen] = useState(false);
  const [wasMoreOpened, setMoreOpened] = useState(false);
  const waiting = useApi("home.overview", { path: me }).data?.counts.approvals ?? 0;
  const last = isOperator ? [settings, operator] : [settings];
  const all = [...groups, { label: "This place", places: last }];
  const entry = (place: Place): ReactElement => (
    <NavLink
      to={place.to}
      end={place.to === "/"}
      className={({ isActive }) => (isActive ? styles.here : styles.place)}
      onClick={() => setMoreOpen(false)}
    >
      <Icon name={place.icon} />
      <span className={styles.label}>{place.label}</span>
      {place.counts === "waiting" && <Count count={waiting} label={`${waiting} waiting for your yes`} />}
    </NavLink>
  );
  const lists = all.map((group) => (
    <div key={group.label}>
      <p className={styles.group} aria-hidden="true">
        {group.label}
      </p>
      <ul aria-label={group.label}>
        {group.places.map((place) => (
          <li key={place.to}>{entry(place)}</li>
        ))}
      </ul>
    </div>
  ));
  const thumb = all.flatMap(({ places }) => places).filter(({ to }) => onPhones.includes(to));
  return (
    <div className={styles.shell}>
      <a href="#main" className={styles.skip}>
        Skip to content
      </a>
      <header className={styles.top}>
        <Brand />
        {isDemo && <Badge tone="accent">Demo</Badge>}
        <div className={styles.account}>
          <Suspense
            fallback={
              <div className={account.trigger}>
                <AccountFace name={person.name ?? person.username} />
              </div>
            }
          >
            <AccountMenu person={person} />
          </Suspense>
        </div>
      </header>
      <nav className={styles.side} aria-label="Pages">
        {lists}
      </nav>
      <main id="main" className={styles.main} tabIndex={-1}>
        <Outlet />
      </main>
      <nav className={styles.bar} aria-label="Main pages">
        {thumb.map((place) => (
          <div key={place.to}>{entry(place)}</div>
        ))}
        <button
          type="button"
          className={styles.place}
          aria-haspopup="dialog"
          onClick={() => {
            setMoreOpened(true);
            setMoreOpen(true);
          }}
        >
          <Icon name="list" />
          <span className={styles.label}>More</span>
          <Count count={waiting} label={`${waiting} waiting for your yes`} />
        </button>
      </nav>
      {wasMoreOpened && (
        <Suspense>
          <Sheet isOpen={isMoreOpen} onClose={() => setMoreOpen(false)} title="Everything">
            <nav className={styles.sheet} aria-label="All pages">
              {lists}
            </nav>
          </Sheet>
        </Suspense>
      )}
    </div>
  );
}

const Brand = (): ReactElement => (
  <Link to="/" className={styles.brand}>
    <img src="/icon.svg" alt="" width="28" height="28" />
    <span>Showrunner</span>
  </Link>
);

/** The shell before it is known who looks. */
export function ShellSkeleton(): ReactElement {
  return (
    <div className={styles.shell} role="status" aria-label="Loading">
      <div className={styles.top}>
        <span className={styles.brand}>
          <img src="/icon.svg" alt="" width="28" height="28" />
          <span>Showrunner</span>
        </span>
      </div>
      <div className={styles.side} />
      <div className={styles.main}>
        <div className={styles.waiting}>
          <Skeleton shape="title" />
          <Skeleton width="60%" />
          <Skeleton shape="block" />
          <Skeleton shape="block" />
        </div>
      </div>
      <div className={styles.bar} />
    </div>
  );
}
