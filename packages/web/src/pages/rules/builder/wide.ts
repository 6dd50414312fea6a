import { useSyncExternalStore } from "react";

const query = "(min-width: 80rem)";

/** Whether form and text have room beside each other; the same width as in builder.module.css. */
export function useIsWide(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
    () => matchMedia(query).matches,
  );
}
