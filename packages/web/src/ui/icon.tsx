import type { ReactElement } from "react";
import styles from "./icon.module.css";

/** Drawn on a grid of 24, in lines of 1.75, with round ends. */
const drawings = {
  home: "M4 11.5 12 4l8 7.5M6 10v9.5h4.5v-5.5h3v5.5H18V10",
  rules: "M4 6.5h9M17 6.5h3M4 12h3M11 12h9M4 17.5h9M17 17.5h3M15 4.5v4M9 10v4M15 15.5v4",
  calendar: "M4.5 6.5h15v13h-15zM4.5 10.5h15M8.5 4v4M15.5 4v4",
  progress: "M4 19.5h16M6.5 16v-4.5M12 16V5M17.5 16V8.5",
  friends:
    "M9 11.5a3.250 3.250 0 1 0 0-6.5 3.250 3.250 0 0 0 0 6.5zM3.5 19.5c.4-3.2 2.5-5 5.5-5s5.1 1.8 5.5 5M15.5 5.4a3.1 3.1 0 0 1 0 5.9M17 14.9c2 .6 3.2 2.2 3.5 4.6",
  watchlist: "M6.5 4.5h11v15.5L12 16l-5.5 4zM9.5 9h5",
  channels:
    "M12 19.5v-7M12 12.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM7.7 14.8a6 6 0 0 1 0-8.6M16.3 14.8a6 6 0 0 0 0-8.6M5 17.5a10 10 0 0 1 0-14M19 17.5a10 10 0 0 0 0-14",
  webhook:
    "M9.2 9.9a3.5 3.5 0 1 1 5.9-2.4M9.2 9.9 6.5 14.5M6.5 14.5a3 3 0 1 0 2.9 3.5H15M14.8 10.5l2.7 4.3a3 3 0 1 1-2.5 5.2",
  inbox: "M4 13.5 6.5 5h11l2.5 8.5v6H4zM4 13.5h4.5l1 2.5h5l1-2.5H20",
  waiting: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 7.5V12l3 2",
  why: "M9.5 9.5a2.6 2.6 0 1 1 3.8 2.3c-.9.5-1.3 1-1.3 2M12 17v.1M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17z",
  undo: "M8.5 5 4.5 9l4 4M5 9h9a5.5 5.5 0 0 1 0 11h-4",
  household:
    "M4 11.5 12 4.5l8 7M6 10v9.5h12V10M9.5 15.2c0-1.5 2.5-1.5 2.5 0 0-1.5 2.5-1.5 2.5 0 0 1.3-1.4 2-2.5 2.8-1.1-.8-2.5-1.5-2.5-2.8z",
  settings:
    "M12 15.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM10.3 3.5h3.4l.5 2.6 1.7 1 2.5-.9 1.7 3-2 1.7v2.2l2 1.7-1.7 3-2.5-.9-1.7 1-.5 2.6h-3.4l-.5-2.6-1.7-1-2.5.9-1.7-3 2-1.7v-2.2l-2-1.7 1.7-3 2.5.9 1.7-1z",
  operator: "M4.5 5h15v6h-15zM4.5 13h15v6h-15zM7.5 8v.1M7.5 16v.1M11 8h5.5M11 16h5.5",
  more: "M5.5 12v.1M12 12v.1M18.5 12v.1",
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6 6 18",
  check: "M5 12.5 10 17.5 19 7",
  minus: "M5.5 12h13",
  down: "M6 9.5l6 6 6-6",
  up: "M6 14.5l6-6 6 6",
  left: "M14.5 6l-6 6 6 6",
  right: "M9.5 6l6 6-6 6",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20 20",
  copy: "M9 9h10v10.5H9zM5 15V4.5h10",
  edit: "M5 19l1-4L16 5l3 3L9 18z",
  remove: "M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.5 10.5v5.5M13.5 10.5v5.5",
  play: "M8 5.5v13l10.5-6.5z",
  pause: "M8.5 5.5v13M15.5 5.5v13",
  replay: "M5 5v4.5h4.5M5.5 9.5A7.5 7.5 0 1 1 4.5 13",
  send: "M4 12 20 4.5 15 20l-3.5-6.5zM11.5 13.5 20 4.5",
  download: "M12 4.5v10M7.5 10.5 12 15l4.5-4.5M5 19.5h14",
  share: "M12 14.5v-10M7.5 8.5 12 4l4.5 4.5M6 12v7.5h12V12",
  link: "M10 14a3.8 3.8 0 0 0 5.7.4l2.8-2.8a3.9 3.9 0 0 0-5.5-5.5l-1 1M14 10a3.8 3.8 0 0 0-5.7-.4l-2.8 2.8a3.9 3.9 0 0 0 5.5 5.5l1-1",
  external: "M13.5 5H19v5.5M19 5l-8 8M16.5 14v5H5V7.5h5",
  warning: "M12 4 21 19.5H3zM12 10v4.5M12 17v.1",
  info: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 11v5.5M12 7.8v.1",
  good: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM8.3 12.3l2.6 2.6 4.9-5.2",
  bad: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM9 9l6 6M15 9l-6 6",
  bell: "M6 16.5c1.5-1.5 1.5-3.5 1.5-6a4.5 4.5 0 0 1 9 0c0 2.5 0 4.5 1.5 6zM10.3 19.5a1.9 1.9 0 0 0 3.4 0",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4",
  moon: "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z",
  system: "M4 5h16v11H4zM9 19.5h6M12 16v3.5",
  out: "M10 5H5v14h5M14 8l4 4-4 4M18 12H9.5",
  key: "M9 15a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM12.5 11.5H20v3.5M16.5 11.5v3",
  lock: "M6 11h12v8.5H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  spark: "M12 4l1.7 5.3L19 11l-5.3 1.7L12 18l-1.7-5.3L5 11l5.3-1.7zM18.5 16v4M16.5 18h4",
  film: "M4.5 5h15v14h-15zM8.5 5v14M15.5 5v14M4.5 9.5h4M4.5 14.5h4M15.5 9.5h4M15.5 14.5h4",
  screen: "M4 6h16v11H4zM9 20h6",
  star: "M12 4.5l2.3 4.8 5.2.7-3.8 3.6.9 5.2-4.6-2.5-4.6 2.5.9-5.2L4.5 10l5.2-.7z",
  heart: "M12 19.5C7.5 16 4.5 13.3 4.5 9.9a3.8 3.8 0 0 1 7.5-1.1 3.8 3.8 0 0 1 7.5 1.1c0 3.4-3 6.1-7.5 9.6z",
  clock: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 7.5V12l3 2",
  code: "M8.5 7.5 4 12l4.5 4.5M15.5 7.5 20 12l-4.5 4.5M13.5 5l-3 14",
  list: "M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5v.1M4.5 12v.1M4.5 17.5v.1",
  mail: "M4 6.5h16v11.5H4zM4.5 7l7.5 6 7.5-6",
  chat: "M4.5 5.5h15v10.5H12l-4 3.5v-3.5H4.5zM8.5 10.7h7",
  phone: "M7.5 3.5h9v17h-9zM11 17.5h2",
  drag: "M9 6v.1M9 12v.1M9 18v.1M15 6v.1M15 12v.1M15 18v.1",
} as const;

export type IconName = keyof typeof drawings;

interface IconProps {
  name: IconName;
  /** Beside text of the same meaning an icon needs no name; alone it does. */
  label?: string | undefined;
  /** s = 16 px, m = 20 px, l = 28 px. */
  size?: "s" | "m" | "l" | undefined;
}

/** A drawing in the colour of the text around it. */
export function Icon({ name, label, size = "m" }: IconProps): ReactElement {
  return (
    <svg
      className={styles[size]}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      role={label === undefined ? undefined : "img"}
      aria-label={label}
      aria-hidden={label === undefined ? true : undefined}
      focusable="false"
    >
      <path d={drawings[name]} />
    </svg>
  );
}
