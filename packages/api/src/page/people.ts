import { html } from "hono/html";
import type { ApiOptions } from "../app.ts";
import { avatar } from "./avatar.ts";
import type { Html } from "./html.ts";
import type { Overview, Person } from "./overview.ts";
import { type When, timeTag } from "./when.ts";
import { counted, personName } from "./words.ts";

export function peopleSection({ people, when }: Overview, mode: ApiOptions["mode"]): Html {
  return html`<section id="people" class="people" data-part aria-labelledby="people-title">
    <h2 id="people-title">People</h2>
    ${
      people.length === 0
        ? nobody(mode)
        : html`<ul class="cards">
            ${people.map((person) => card(person, when))}
          </ul>`
    }
  </section>`;
}

function nobody(mode: ApiOptions["mode"]): Html {
  return mode === "sandbox"
    ? html`<p class="empty">The demo’s people are being connected; they appear here in a moment.</p>`
    : html`<p class="empty">
        Nobody is connected yet. Run <code>npx showrunner login</code> and follow it to Trakt; the person appears here
        at once.
      </p>`;
}

function card(person: Person, when: When): Html {
  const { account, rules, dead } = person;
  const on = rules.filter((rule) => rule.enabled).length;
  return html`<li class="card">
    <div class="card-head">
      ${avatar(account)}
      <div class="card-name">
        <h3>${personName(account)}</h3>
        ${account.name === null ? "" : html`<p class="soft">${account.username}</p>`}
      </div>
      ${connectionMark(person)}
    </div>
    ${connectionNote(person)}
    <p class="card-pace">${pace(person, when)}</p>
    <p class="card-pace soft">
      ${
        person.health.lastChangeAt === null
          ? "no change seen yet"
          : html`last change ${timeOf(when, person.health.lastChangeAt)}`
      },
      ${rules.length === 0 ? "no rules" : html`${on} of ${counted(rules.length, "rule")} on`}
    </p>
    ${dead.length === 0 ? "" : html`<p class="card-note is-bad"><a href="#machine">${counted(dead.length, "action")} failed for good</a></p>`}
  </li>`;
}

function pace({ health }: Person, when: When): Html | string {
  if (health.connection?.state !== "active" || health.tierMinutes === null || health.nextPollAt === null)
    return "Not checked now";
  return html`Checked ${everySoOften(health.tierMinutes)}, next at ${timeOf(when, health.nextPollAt)}`;
}

function everySoOften(minutes: number): string {
  if (minutes === 1) return "every minute";
  return minutes < 60 ? `every ${minutes} min` : minutes === 60 ? "every hour" : `every ${minutes / 60} h`;
}

function connectionMark({ health }: Person): Html {
  switch (health.connection?.state) {
    case "active":
      return html`<span class="chip is-good">connected</span>`;
    case "needs_reconnect":
      return html`<span class="chip is-bad">reconnect</span>`;
    case "disconnected":
      return html`<span class="chip">disconnected</span>`;
    case undefined:
      return html`<span class="chip is-waiting">connecting</span>`;
  }
}

function connectionNote({ health }: Person): Html | string {
  if (health.connection?.state === "needs_reconnect")
    return html`<p class="card-note is-bad">
      ${health.connection.reason ?? "Trakt no longer accepts the tokens"}. Run <code>npx showrunner login</code> to
      connect again; what was missed is caught up with.
    </p>`;
  if (health.unsettled) return html`<p class="card-note">Part of Trakt could not be read; it is tried again.</p>`;
  return "";
}

function timeOf(when: When, ms: number): Html {
  return timeTag(when, new Date(ms).toISOString(), "brief");
}
