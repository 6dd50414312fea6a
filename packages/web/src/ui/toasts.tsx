import { Toast } from "@base-ui/react/toast";
import { type ReactElement, type ReactNode, useMemo } from "react";
import { classNames } from "./class-names.ts";
import { Icon } from "./icon.tsx";
import styles from "./toasts.module.css";

interface ToastWords {
  title: string;
  description?: string | undefined;
  /** A way back or on, as long as the toast is there: "Undo". */
  action?: { label: string; onSelect(): void } | undefined;
}

export interface Toaster {
  good(words: ToastWords | string): void;
  info(words: ToastWords | string): void;
  /** Stays until it is closed. */
  bad(words: ToastWords | string): void;
}

/** Says what came of something, in the corner, and to screen readers. */
export function useToast(): Toaster {
  const { add } = Toast.useToastManager();
  return useMemo(() => {
    const show = (type: string, words: ToastWords | string): void => {
      const { title, description, action } = typeof words === "string" ? { title: words } : words;
      add({
        type,
        title,
        description,
        timeout: type === "bad" ? 0 : 6000,
        priority: type === "bad" ? "high" : "low",
        ...(action === undefined ? {} : { actionProps: { children: action.label, onClick: action.onSelect } }),
      });
    };
    return {
      good: (words) => show("good", words),
      info: (words) => show("info", words),
      bad: (words) => show("bad", words),
    };
  }, [add]);
}

function ToastList(): ReactElement {
  const { toasts } = Toast.useToastManager();
  return (
    <Toast.Portal>
      <Toast.Viewport className={styles.viewport}>
        {toasts.map((toast) => (
          <Toast.Root key={toast.id} toast={toast} className={styles.toast} swipeDirection={["right", "down"]}>
            <Toast.Content className={styles.content}>
              <span className={classNames(styles.icon, styles[toast.type ?? "info"])}>
                <Icon name={toast.type === "bad" ? "warning" : toast.type === "good" ? "good" : "info"} />
              </span>
              <div className={styles.text}>
                <Toast.Title className={styles.title} />
                <Toast.Description className={styles.description} />
              </div>
              {toast.actionProps !== undefined && <Toast.Action className={styles.action} />}
              <Toast.Close className={styles.close} aria-label="Dismiss">
                <Icon name="close" size="s" />
              </Toast.Close>
            </Toast.Content>
          </Toast.Root>
        ))}
      </Toast.Viewport>
    </Toast.Portal>
  );
}

/** Around the app: what is in it may `useToast`. */
export function Toasts({ children }: { children: ReactNode }): ReactElement {
  return (
    <Toast.Provider limit={4}>
      {children}
      <ToastList />
    </Toast.Provider>
  );
}
