import { useQueryClient } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { keyOf, useAct } from "../../app/api.ts";
import { initialsOf } from "../../app/initials.ts";
import { Badge } from "../../ui/badge.tsx";
import { Icon } from "../../ui/icon.tsx";
import styles from "./sign-in-page.module.css";

interface DemoPeopleProps {
  people: readonly { username: string; name: string | null }[];
}

/** In the demo: one click, and one is one of them. */
export function DemoPeople({ people }: DemoPeopleProps): ReactElement {
  const queries = useQueryClient();
  const enter = useAct("session.demo");
  return (
    <div className={styles.way}>
      <p>
        <Badge tone="accent">Demo</Badge> A made-up Trakt runs on this machine. Whom would you like to be?
      </p>
      <ul className={styles.people}>
        {people.map(({ username, name }) => (
          <li key={username}>
            <button
              type="button"
              className={styles.person}
              disabled={enter.isPending}
              onClick={() =>
                enter.mutate(
                  { body: { person: username } },
                  { onSuccess: (reply) => queries.setQueryData(keyOf("session.get"), reply) },
                )
              }
            >
              <span className={styles.face} aria-hidden="true">
                {initialsOf(name ?? username)}
              </span>
              <span className={styles.personName}>
                <span className="visually-hidden">Enter as </span>
                {name ?? username}
              </span>
              <Icon name="right" size="s" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
