import type { RuleRecord } from "@showrunner/core/records.ts";
import { html } from "hono/html";
import * as z from "zod";
import { ruleName } from "../views.ts";
import { avatar } from "./avatar.ts";
import type { Html } from "./html.ts";
import type { Overview, Person } from "./overview.ts";
import { personName } from "./words.ts";

export function rulesSection({ people }: Overview): Html {
  const withRules = people.filter(({ rules }) => rules.length > 0);
  return html`<section id="rules" class="panel" data-part aria-labelledby="rules-title">
    <h2 id="rules-title">Rules</h2>
    ${
      withRules.length === 0
        ? html`<p class="empty">No rules yet. Write one and add it with <code>npx showrunner rules add FILE</code>.</p>`
        : withRules.map(rulesOf)
    }
  </section>`;
}

function rulesOf({ account, rules }: Person): Html {
  return html`<h3 class="rules-of">${avatar(account)} ${personName(account)}</h3>
    <ul class="rules">
      ${rules.map(
        (rule) =>
          html`<li class="rule">
            <span class="chip ${rule.enabled ? "is-good" : ""}">${rule.enabled ? "on" : "off"}</span>
            <span class="rule-text"
              ><span>${ruleName(rule.source)}</span> <span class="soft">${triggers(rule)}</span></span
            >
          </li>`,
      )}
    </ul>`;
}

const Triggers = z.object({ when: z.object({ event: z.union([z.string(), z.array(z.string())]) }) });

/** The events that a rule waits for; nothing when another version wrote it another way. */
function triggers({ source }: RuleRecord): string {
  const parsed = Triggers.safeParse(source);
  return parsed.success ? [parsed.data.when.event].flat().join(", ") : "";
}
