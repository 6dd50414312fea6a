import { useSyncExternalStore } from "react";

export type Theme = "system" | "light" | "dark";

/** As public/theme.js reads it before the first paint. */
const kept = "showrunner-theme";
const listeners = new Set<() => void>();

function current(): Theme {
  const { theme } = document.documentElement.dataset;
  return theme === "light" || theme === "dark" ? theme : "system";
}

/** Applies a theme at once and keeps it for this browser. */
export function chooseTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = theme;
  try {
    if (theme === "system") localStorage.removeItem(kept);
    else localStorage.setItem(kept, theme);
  } catch {
    // A browser that keeps nothing has the theme until the page is closed.
  }
  for (const listener of listeners) listener();
}

/** The chosen theme; `system` unless somebody chose. */
export const useTheme = (): Theme =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, current);
