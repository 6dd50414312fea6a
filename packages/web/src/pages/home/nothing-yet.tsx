import type { ReplyOf } from "@showrunner/client/asked.ts";
import type { ReactElement } from "react";
import { useApi } from "../../app/api.ts";
import { triggerWords } from "../../rules/rule-words.ts";
import { LinkButton } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/states.tsx";
import styles from "./nothing-yet.module.css";

type Rule = ReplyOf<"rules.list">["items"][number];

const mostNamed = 4;

/** Before anything happened: what is being waited for. */
export function NothingYet({ rules }: { rules: readonly Rule[] }): ReactElement {
  const words = useApi("schemas.words", {}, { isFixed: true });
  const on = rules.filter(({ enabled }) => enabled);
  return (
    <EmptyState
      icon="clock"
      title={on.length === 0 ? "Nothing has happened yet" : "Waiting for the first thing to happen"}
      actions={
        <LinkButton to="/rules/recipes" icon="plus">
          {on.length === 0 ? "Find a first rule" : "Add a rule"}
        </LinkButton>
      }
    >
      <p>
        What you watch, rate and list on Trakt shows up here about a minute after it happened, with what your rules made
        of it.
      </p>
      {on.length > 0 && (
        <ul className={styles.waits} aria-label="Your rules wait for">
          {on.slice(0, mostNamed).map((rule) => (
            <li key={rule.id}>
              <strong>{rule.name}</strong> waits for: {triggerWords(rule.source, words.data)}
            </li>
          ))}
        </ul>
      )}
    </EmptyState>
  );
}
