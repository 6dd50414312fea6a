import type { InboxMessage } from "@showrunner/core/records.ts";
import { html } from "hono/html";
import { avatar } from "./avatar.ts";
import type { Html } from "./html.ts";
import type { Overview } from "./overview.ts";
import { timeTag } from "./when.ts";
import { personName } from "./words.ts";

export function inboxSection({ inbox, when }: Overview): Html {
  return html`<section id="inbox" class="panel" data-part aria-labelledby="inbox-title">
    <h2 id="inbox-title">Inbox</h2>
    ${
      inbox.length === 0
        ? html`<p class="empty">
            No notifications yet. A rule that notifies the channel <code>inbox</code> puts them here.
          </p>`
        : html`<ol class="messages">
            ${inbox.map(
              ({ account, message }) =>
                html`<li class="message">
                  ${avatar(account)}
                  <div class="message-text">
                    <h3>${titleOf(message)}</h3>
                    ${bodyOf(message)}
                    <p class="soft">${personName(account)}, ${timeTag(when, message.at, "brief")}</p>
                  </div>
                </li>`,
            )}
          </ol>`
    }
  </section>`;
}

/** Only http(s): a link of a person's own making must not become a script. */
function titleOf({ title, url }: InboxMessage): Html | string {
  const isWeb = url !== null && /^https?:$/.test(URL.parse(url)?.protocol ?? "");
  return isWeb ? html`<a href="${url}" rel="noopener noreferrer">${title}</a>` : title;
}

const briefLength = 240;

function bodyOf({ id, body }: InboxMessage): Html {
  if (body.length <= briefLength) return html`<p class="message-body">${body}</p>`;
  return html`<details id="message-${id}" class="message-body">
    <summary>${body.slice(0, briefLength)}…</summary>
    <p>${body}</p>
  </details>`;
}
