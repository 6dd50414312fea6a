import { spread } from "@showrunner/core/ids.ts";
import type { Account } from "@showrunner/core/records.ts";
import { html } from "hono/html";
import type { Html } from "./html.ts";
import { personName } from "./words.ts";

/** Hues in the stylesheet. */
const hues = 6;

/** A person's initial on their own colour, so that a merged timeline can be read at a glance. */
export function avatar(account: Account): Html {
  const [initial = "?"] = personName(account);
  return html`<span class="avatar hue-${spread(account.id, hues)}" aria-hidden="true">${initial.toUpperCase()}</span>`;
}
