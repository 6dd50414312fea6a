import { type ReactElement, useEffect } from "react";
import { useBlocker } from "react-router";
import { ConfirmDialog } from "../../../ui/dialog.tsx";

interface LeaveGuardProps {
  isChanged: boolean;
  /** The page's own views are in its address, and lose nothing. */
  hasViews?: boolean | undefined;
}

/** Asks before what was typed is lost: by a link, the back button, or closing the tab. */
export function LeaveGuard({ isChanged, hasViews = false }: LeaveGuardProps): ReactElement {
  const blocker = useBlocker(
    ({ currentLocation: here, nextLocation: there }) =>
      isChanged && (here.pathname !== there.pathname || (!hasViews && here.search !== there.search)),
  );
  useEffect(() => {
    if (!isChanged) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [isChanged]);
  return (
    <ConfirmDialog
      isOpen={blocker.state === "blocked"}
      onClose={() => blocker.reset?.()}
      title="Leave without saving?"
      lead="What you changed in this rule is not saved yet, and would be gone."
      confirm="Leave without saving"
      isDanger
      onConfirm={async () => {
        await Promise.resolve();
        blocker.proceed?.();
      }}
    />
  );
}
