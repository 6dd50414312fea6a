import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactElement } from "react";
import styles from "./tooltip.module.css";

interface TooltipProps {
  /** Adds to what is there; it never is the only place of something needed. */
  text: string;
  /** One element that can take the focus: a button or a link. */
  children: ReactElement;
}

/** A few words more, under the pointer or the focus. */
export function Tooltip({ text, children }: TooltipProps): ReactElement {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner className={styles.positioner} sideOffset={6} collisionPadding={8}>
          <Base.Popup className={styles.popup}>{text}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
