import type { QueueName } from "@showrunner/core/ports/queue.ts";
import { html } from "hono/html";
import { actionLine } from "./action-line.ts";
import type { Html } from "./html.ts";
import type { Overview, Person } from "./overview.ts";
import { type When, timeTag } from "./when.ts";
import { personName } from "./words.ts";

const queueWords: Record<QueueName, string> = {
  PollJobs: "Polling Trakt",
  ChangeEvents: "Applying rules",
  TraktWrites: "Writing to Trakt",
  Deliveries: "Notifying",
};

/** The queues, and what failed for good. */
export function machineSection({ queues, people, when }: Overview): Html {
  const failing = people.filter(({ dead }) => dead.length > 0);
  return html`<section id="machine" class="panel" data-part aria-labelledby="machine-title">
    <h2 id="machine-title">Work in hand</h2>
    <table class="queues">
      <thead>
        <tr>
          <th scope="col">Queue</th>
          <th scope="col">Waiting</th>
          <th scope="col">Now</th>
          <th scope="col">Later</th>
          <th scope="col">Failed</th>
        </tr>
      </thead>
      <tbody>
        ${queues.map(
          ({ name, depth }) =>
            html`<tr>
              <th scope="row" title="${name}">${queueWords[name]}</th>
              ${[depth.visible, depth.inFlight, depth.delayed].map((count) => cell(count, "is-busy"))}
              ${cell(depth.dead, "is-bad")}
            </tr>`,
        )}
      </tbody>
    </table>
    ${failing.map((person) => deadOf(person, when))}
  </section>`;
}

function cell(count: number, tone: string): Html {
  return html`<td class="${count === 0 ? "is-none" : tone}">${count}</td>`;
}

/** Rows of one person: the oldest are in the API. */
const deadCount = 10;

function deadOf({ account, dead }: Person, when: When): Html {
  const more = dead.length - deadCount;
  return html`<h3>Failed for good: ${personName(account)}</h3>
    <ul class="dead">
      ${dead.slice(0, deadCount).map(
        (action) =>
          html`<li>
            <p class="soft">
              ${action.ruleName}, ${timeTag(when, action.finishedAt ?? action.createdAt, "brief")}
              ${action.runId === "" ? "" : html`<a href="/runs/${encodeURIComponent(action.runId)}">Why</a>`}
            </p>
            <ul class="effects">
              ${actionLine(action.request, action, when)}
            </ul>
          </li>`,
      )}
    </ul>
    ${more > 0 ? html`<p class="soft">and ${more} more</p>` : ""}
    <p class="hint">See them with <code>npx showrunner dead list</code>; there they can also be tried again.</p>`;
}
