import type { ButtonHTMLAttributes, ReactElement, ReactNode, Ref } from "react";
import { Link } from "react-router";
import styles from "./button.module.css";
import { classNames } from "./class-names.ts";
import { Icon, type IconName } from "./icon.tsx";

export interface ButtonLook {
  /** `primary` once per screen; `danger` for what cannot be taken back. */
  look?: "primary" | "plain" | "quiet" | "danger" | undefined;
  size?: "s" | "m" | undefined;
  icon?: IconName | undefined;
}

interface ButtonProps extends ButtonLook, Omit<ButtonHTMLAttributes<HTMLButtonElement>, "className"> {
  children: ReactNode;
  /** It was pressed and its work is under way: it stays focusable and says so, and does nothing more. */
  isBusy?: boolean | undefined;
  isWide?: boolean | undefined;
  ref?: Ref<HTMLButtonElement> | undefined;
}

export const buttonClass = ({ look = "plain", size = "m" }: ButtonLook, isWide = false): string =>
  classNames(styles.button, styles[look], styles[size], isWide && styles.wide);

/** Does something here. What leads elsewhere is a `LinkButton`. */
export function Button({ look, size, icon, isBusy, isWide, children, onClick, ...rest }: ButtonProps): ReactElement {
  return (
    <button
      type="button"
      {...rest}
      className={buttonClass({ look, size }, isWide)}
      aria-busy={isBusy === true ? true : undefined}
      aria-disabled={isBusy === true ? true : undefined}
      onClick={(event) => {
        if (isBusy === true) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {isBusy === true ? <span className={styles.spinner} aria-hidden="true" /> : icon && <Icon name={icon} size="s" />}
      <span>{children}</span>
    </button>
  );
}

interface LinkButtonProps extends ButtonLook {
  /** A path of the dashboard. */
  to: string;
  children: ReactNode;
  isWide?: boolean | undefined;
}

/** Leads to another page and looks like a button. */
export function LinkButton({ to, look, size, icon, isWide, children }: LinkButtonProps): ReactElement {
  return (
    <Link to={to} className={buttonClass({ look, size }, isWide)}>
      {icon && <Icon name={icon} size="s" />}
      <span>{children}</span>
    </Link>
  );
}

interface OutsideLinkButtonProps extends ButtonLook {
  /** An address that the server answers, or another site. */
  href: string;
  children: ReactNode;
  isWide?: boolean | undefined;
  /** A name for the file that it saves. */
  download?: string | boolean | undefined;
  isNewTab?: boolean | undefined;
  onClick?: (() => void) | undefined;
}

/** Leads out of the dashboard: to the server's own pages, a download or another site. */
export function OutsideLinkButton(props: OutsideLinkButtonProps): ReactElement {
  const { href, look, size, icon, isWide, children, download, isNewTab, onClick } = props;
  return (
    <a
      href={href}
      download={download}
      target={isNewTab === true ? "_blank" : undefined}
      rel="noreferrer"
      onClick={onClick}
      className={buttonClass({ look, size }, isWide)}
    >
      {icon && <Icon name={icon} size="s" />}
      <span>{children}</span>
    </a>
  );
}

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "className" | "children"> {
  icon: IconName;
  /** What it does, for who cannot see the icon and as a hint for who can. */
  label: string;
  size?: "s" | "m" | undefined;
  ref?: Ref<HTMLButtonElement> | undefined;
}

/** A button that is only an icon. */
export function IconButton({ icon, label, size = "m", ...rest }: IconButtonProps): ReactElement {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      className={classNames(styles.button, styles.quiet, styles.square, styles[size])}
    >
      <Icon name={icon} size={size} />
    </button>
  );
}
