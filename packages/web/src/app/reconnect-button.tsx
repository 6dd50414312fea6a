import type { ReactElement } from "react";
import { useSession } from "./session-context.ts";
import { LinkButton, OutsideLinkButton } from "../ui/button.tsx";

interface ReconnectButtonProps {
  /** The page to come back to. */
  to: string;
  size?: "s" | "m" | undefined;
}

/** Connects Trakt again: at Trakt itself, or by a code where Trakt cannot lead back here. */
export function ReconnectButton({ to, size }: ReconnectButtonProps): ReactElement {
  const { ways } = useSession();
  if (ways.includes("trakt"))
    return (
      <OutsideLinkButton href={`/connect?to=${encodeURIComponent(to)}`} look="primary" icon="link" size={size}>
        Connect again
      </OutsideLinkButton>
    );
  return (
    <LinkButton to="/sign-in?again" look="primary" icon="link" size={size}>
      Connect again
    </LinkButton>
  );
}
