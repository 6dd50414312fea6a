import { CSPProvider } from "@base-ui/react/csp-provider";
import type { ReactElement } from "react";
import { Outlet, ScrollRestoration, useNavigation } from "react-router";
import { Toasts } from "../ui/toasts.tsx";
import styles from "./frame.module.css";

/** Around every page, signed in or not. */
export function Frame(): ReactElement {
  const isLeaving = useNavigation().state !== "idle";
  return (
    <CSPProvider disableStyleElements>
      <Toasts>
        <div className={isLeaving ? styles.going : styles.there} aria-hidden="true" />
        <Outlet />
        <ScrollRestoration />
      </Toasts>
    </CSPProvider>
  );
}
