import { useSyncExternalStore } from "react";

/** Where the sidebar stands there is room for a month. */
const wide = matchMedia("(min-width: 60rem)");

function listen(changed: () => void): () => void {
  wide.addEventListener("change", changed);
  return () => wide.removeEventListener("change", changed);
}

/** Whether the screen is wider than a tablet's. */
export const useIsWide = (): boolean => useSyncExternalStore(listen, () => wide.matches);
