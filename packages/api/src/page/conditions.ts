import type { Json } from "@showrunner/core/json.ts";
import type { ConditionTrace } from "@showrunner/core/trace.ts";
import { html } from "hono/html";
import type { Html } from "./html.ts";

/** A run's conditions as they were found, with the values behind each; nothing where there are none. */
export function conditionList(conditions: readonly ConditionTrace[]): Html | string {
  if (conditions.length === 0) return "";
  return html`<ol class="conditions">
    ${conditions.map(
      (condition) =>
        html`<li class="condition">
          ${verdict(condition)} <code>${condition.text}</code>${
            condition.error === undefined ? "" : html`<p class="condition-error">${condition.error}</p>`
          }${values(condition)}
        </li>`,
    )}
  </ol>`;
}

function verdict({ result, error }: ConditionTrace): Html {
  if (error !== undefined) return html`<span class="chip is-bad">error</span>`;
  if (result === undefined) return html`<span class="chip">not reached</span>`;
  return result
    ? html`<span class="chip is-good">holds</span>`
    : html`<span class="chip is-waiting">does not hold</span>`;
}

function values({ values: all }: ConditionTrace): Html | string {
  const entries = Object.entries(all);
  if (entries.length === 0) return "";
  return html`<dl class="values">
    ${entries.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${valueText(value)}</dd>
        </div>`,
    )}
  </dl>`;
}

const longestValue = 200;

function valueText(value: Json): string {
  if (value === null) return "not known";
  const text = JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
