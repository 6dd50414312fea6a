import { Dialog as Base } from "@base-ui/react/dialog";
import { type ReactElement, type ReactNode, type RefObject, useState } from "react";
import { Button, IconButton } from "./button.tsx";
import { classNames } from "./class-names.ts";
import styles from "./dialog.module.css";
import { Notice } from "./states.tsx";

interface DialogProps {
  isOpen: boolean;
  onClose(): void;
  title: string;
  /** What it is about, in a sentence. */
  lead?: ReactNode | undefined;
  children?: ReactNode | undefined;
  /** Its buttons, the one that does it last. */
  actions?: ReactNode | undefined;
  size?: "s" | "m" | "l" | undefined;
  initialFocus?: RefObject<HTMLElement | null> | undefined;
}

/** A question or a form in front of the page; Escape closes it, and the focus goes back to where it was. */
export function Dialog(props: DialogProps): ReactElement {
  const { isOpen, onClose, title, lead, children, actions, size = "m", initialFocus } = props;
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => (open ? undefined : onClose())}>
      <Base.Portal>
        <Base.Backdrop className={styles.veil} />
        <Base.Popup className={classNames(styles.dialog, styles[size])} initialFocus={initialFocus}>
          <header className={styles.header}>
            <Base.Title className={styles.title}>{title}</Base.Title>
            <IconButton icon="close" label="Close" size="s" onClick={onClose} />
          </header>
          {lead !== undefined && <Base.Description className={styles.lead}>{lead}</Base.Description>}
          {children !== undefined && <div className={styles.body}>{children}</div>}
          {actions !== undefined && <footer className={styles.footer}>{actions}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

interface ConfirmDialogProps {
  isOpen: boolean;
  onClose(): void;
  title: string;
  /** What will happen, and whether it can be taken back. */
  lead: ReactNode;
  /** What the button does: "Delete the rule". */
  confirm: string;
  isDanger?: boolean | undefined;
  /** The dialog closes when it is done, and stays with the trouble when it fails. */
  onConfirm(): Promise<unknown>;
  children?: ReactNode | undefined;
}

/** Asks before something that one may regret. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactElement {
  const { isOpen, onClose, title, lead, confirm, isDanger, onConfirm, children } = props;
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const close = (): void => {
    setTrouble(undefined);
    onClose();
  };
  const act = async (): Promise<void> => {
    setBusy(true);
    setTrouble(undefined);
    try {
      await onConfirm();
      close();
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : "It did not work.");
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title={title}
      lead={lead}
      size="s"
      actions={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button look={isDanger === true ? "danger" : "primary"} isBusy={isBusy} onClick={() => void act()}>
            {confirm}
          </Button>
        </>
      }
    >
      {(children !== undefined || trouble !== undefined) && (
        <>
          {children}
          {trouble !== undefined && (
            <Notice tone="bad" isNews>
              {trouble}
            </Notice>
          )}
        </>
      )}
    </Dialog>
  );
}

interface SheetProps {
  isOpen: boolean;
  onClose(): void;
  title: string;
  children: ReactNode;
}

/** Comes up from the lower edge: menus of a phone. */
export function Sheet({ isOpen, onClose, title, children }: SheetProps): ReactElement {
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => (open ? undefined : onClose())}>
      <Base.Portal>
        <Base.Backdrop className={styles.veil} />
        <Base.Popup className={styles.sheet}>
          <header className={styles.header}>
            <Base.Title className={styles.title}>{title}</Base.Title>
            <IconButton icon="close" label="Close" size="s" onClick={onClose} />
          </header>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
