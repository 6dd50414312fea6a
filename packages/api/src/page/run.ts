import { html } from "hono/html";
import type { Explanation } from "@showrunner/services/events/explain.ts";
import { eventView, ruleName } from "../views.ts";
import { actionLine } from "./action-line.ts";
import { conditionList } from "./conditions.ts";
import type { Html } from "./html.ts";
import { type When, timeTag } from "./when.ts";
import { outcomeWords } from "./words.ts";

/** One run, whole: what happened, the rule as it was, why it did or did not act, and what came of it. */
export function runMain({ run, event, actions }: Explanation, when: When): Html {
  const { outcome, reason, conditions } = run.trace;
  const records = new Map(actions.map((action) => [action.id, action]));
  return html`<p class="back"><a href="/">All that happened</a></p>
    <header class="run-head">
      <p><span class="verdict verdict-${outcome}">${outcomeWords[outcome]}</span></p>
      <h1>${ruleName(run.rule)}</h1>
      <p class="lead">${run.about}</p>
      <p class="soft">${run.username}, ${timeTag(when, run.at, "full")}</p>
    </header>
    <section aria-labelledby="why-title">
      <h2 id="why-title">Why</h2>
      <p>${reason}</p>
      ${conditionList(conditions)}
    </section>
    <section aria-labelledby="done-title">
      <h2 id="done-title">What was done</h2>
      ${
        run.actions.length === 0
          ? html`<p class="empty">Nothing: the rule did not get so far.</p>`
          : html`<ul class="effects">
              ${run.actions.map(({ id, request }) => actionLine(request, records.get(id), when))}
            </ul>`
      }
    </section>
    <section aria-labelledby="event-title">
      <h2 id="event-title">What happened</h2>
      ${
        event === null
          ? html`<p class="empty">The event itself is no longer kept.</p>`
          : html`<dl class="facts facts-wide">
                <div>
                  <dt>Event</dt>
                  <dd><code>${event.type}</code></dd>
                </div>
                <div>
                  <dt>Happened</dt>
                  <dd>${timeTag(when, event.time, "full")}</dd>
                </div>
                <div>
                  <dt>Noticed</dt>
                  <dd>${timeTag(when, event.recordedtime, "full")}</dd>
                </div>
                <div>
                  <dt>Caused by</dt>
                  <dd>
                    ${event.origin === undefined ? "the person, or Trakt" : `a rule here, ${event.origin.ruleid}`}
                  </dd>
                </div>
              </dl>
              <details>
                <summary>The event as data</summary>
                <pre tabindex="0">${JSON.stringify(eventView(event), undefined, 2)}</pre>
              </details>`
      }
    </section>
    <section aria-labelledby="rule-title">
      <h2 id="rule-title">The rule as it was</h2>
      <p class="soft">Version ${run.ruleVersion}</p>
      <pre tabindex="0">${JSON.stringify(run.rule, undefined, 2)}</pre>
    </section>
    <p class="soft">
      <code>${run.id}</code>, as data: <a href="/api/v1/runs/${encodeURIComponent(run.id)}">/api/v1/runs/${run.id}</a>
    </p>`;
}
