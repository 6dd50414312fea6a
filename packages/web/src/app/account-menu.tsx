import { Menu } from "@base-ui/react/menu";
import type { ReactElement } from "react";
import { Link } from "react-router";
import { Icon, type IconName } from "../ui/icon.tsx";
import menu from "../ui/menu.module.css";
import { chooseTheme, type Theme, useTheme } from "../ui/theme.ts";
import { AccountFace } from "./account-face.tsx";
import styles from "./account-menu.module.css";
import { type Person, useSignOut } from "./session-context.ts";

const themes: readonly { value: Theme; label: string; icon: IconName }[] = [
  { value: "system", label: "Like the system", icon: "system" },
  { value: "light", label: "Light", icon: "sun" },
  { value: "dark", label: "Dark", icon: "moon" },
];

const isTheme = (value: unknown): value is Theme => themes.some((theme) => theme.value === value);

/** Who is signed in, the theme, and the way out. */
export function AccountMenu({ person }: { person: Person }): ReactElement {
  const theme = useTheme();
  const signOut = useSignOut();
  const name = person.name ?? person.username;
  return (
    <Menu.Root>
      <Menu.Trigger className={styles.trigger} title="Account and theme">
        <AccountFace name={name} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} sideOffset={6} align="end" collisionPadding={8}>
          <Menu.Popup className={menu.popup}>
            <p className={styles.who}>
              Signed in as <strong>{person.username}</strong>
            </p>
            <Menu.RadioGroup
              value={theme}
              onValueChange={(value: unknown) => {
                if (isTheme(value)) chooseTheme(value);
              }}
              aria-label="Theme"
            >
              {themes.map(({ value, label, icon }) => (
                <Menu.RadioItem key={value} value={value} className={menu.item} closeOnClick={false}>
                  <Icon name={icon} size="s" />
                  <span className={styles.grow}>{label}</span>
                  <Menu.RadioItemIndicator>
                    <Icon name="check" size="s" />
                  </Menu.RadioItemIndicator>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            <Menu.Separator className={styles.line} />
            <Menu.Item className={menu.item} render={<Link to="/settings" />}>
              <Icon name="settings" size="s" />
              Settings
            </Menu.Item>
            <Menu.Item className={menu.item} onClick={() => void signOut()}>
              <Icon name="out" size="s" />
              Sign out
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
