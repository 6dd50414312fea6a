import { aboutOf } from "@showrunner/detect/about.ts";
import { html } from "hono/html";
import { ruleName } from "../views.ts";
import { actionLine } from "./action-line.ts";
import { avatar } from "./avatar.ts";
import { conditionList } from "./conditions.ts";
import type { Html } from "./html.ts";
import type { Happening, Overview, ToldRun } from "./overview.ts";
import { type When, timeTag } from "./when.ts";
import { outcomeWords, personName } from "./words.ts";

/** What happened, to everybody, newest first; beneath each event what the rules made of it. */
export function timelineSection({ happenings, people, when }: Overview): Html {
  const days = [...Map.groupBy(happenings, ({ event }) => when.day(event.recordedtime))];
  return html`<section id="timeline" class="timeline" data-part aria-labelledby="timeline-title">
    <h2 id="timeline-title">What happened</h2>
    ${days.length === 0 ? empty(people.length > 0) : days.map(([day, rows]) => daySection(day, rows, when))}
  </section>`;
}

function empty(isAnybodyThere: boolean): Html {
  return html`<p class="empty">
    ${
      isAnybodyThere
        ? "Nothing yet. The first look at Trakt only learns what is there; whatever changes from then on appears here, with what the rules made of it."
        : "Once somebody is connected, what changes at Trakt appears here, with what the rules made of it."
    }
  </p>`;
}

function daySection(day: string, rows: readonly Happening[], when: When): Html {
  return html`<h3 class="day">${day}</h3>
    <ol class="events">
      ${rows.map((row) => happening(row, when))}
    </ol>`;
}

function happening({ account, event, runs }: Happening, when: When): Html {
  return html`<li class="event ${runs.length === 0 ? "is-quiet" : ""}" id="${event.id}">
    <p class="event-time">${timeTag(when, event.recordedtime, "time")}</p>
    <div class="event-body">
      <p class="event-line">
        ${avatar(account)}
        <span class="event-text">
          <strong>${aboutOf(event.type, event.data)}</strong>
          <span class="soft"
            >${personName(account)}${
              event.origin === undefined
                ? ""
                : html` · <span title="An action of a rule here caused this change">a rule’s doing</span>`
            }${late(event.time, event.recordedtime, when)}</span
          >
        </span>
      </p>
      ${
        runs.length === 0
          ? ""
          : html`<ul class="runs">
              ${runs.map((run) => runRow(run, when))}
            </ul>`
      }
    </div>
  </li>`;
}

const noticeablyLateMs = 3_600_000;

/** When it happened, where that is not about when it was noticed. */
function late(time: string, recordedtime: string, when: When): Html | string {
  const isLate = Math.abs(Date.parse(recordedtime) - Date.parse(time)) > noticeablyLateMs;
  return isLate ? html` · of ${timeTag(when, time, "brief")}` : "";
}

function runRow({ run, actions }: ToldRun, when: When): Html {
  const { outcome, reason, conditions } = run.trace;
  return html`<li class="run">
    <details id="${run.id}">
      <summary>
        <span class="verdict verdict-${outcome}">${outcomeWords[outcome]}</span>
        <span class="run-text"
          ><span class="run-rule">${ruleName(run.rule)}</span> <span class="soft">${reason}</span></span
        >
      </summary>
      <div class="trace">
        ${conditionList(conditions)}
        <p><a href="/runs/${encodeURIComponent(run.id)}">All of this run</a></p>
      </div>
    </details>
    ${
      run.actions.length === 0
        ? ""
        : html`<ul class="effects">
            ${run.actions.map(({ id, request }) => actionLine(request, actions.get(id), when))}
          </ul>`
    }
  </li>`;
}
