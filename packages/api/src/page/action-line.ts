import { type ActionRequest, isDelivery } from "@showrunner/core/actions.ts";
import type { ActionRecord, ActionState } from "@showrunner/core/records.ts";
import { actionWords } from "@showrunner/services/views/action-words.ts";
import { html } from "hono/html";
import type { Html } from "./html.ts";
import { type When, timeTag } from "./when.ts";
import { stateWords } from "./words.ts";

const tones: Record<ActionState, string> = {
  PENDING: "is-waiting",
  WAITING: "is-waiting",
  INFLIGHT: "is-waiting",
  RETRY: "is-waiting",
  DONE: "is-good",
  DEAD: "is-bad",
};

/** An action and what came of it; without a record it is about to be written down. */
export function actionLine(request: ActionRequest, record: ActionRecord | undefined, when: When): Html {
  const state = record?.state ?? "PENDING";
  const outcome = record?.outcome ?? null;
  // What Trakt confirmed says it all; of a message, who took it says too little.
  const isSaid = state === "DONE" && outcome !== null && !isDelivery(request);
  return html`<li class="effect">
    <span class="chip ${tones[state]}">${stateWords[state]}</span>
    <span class="effect-text"
      >${isSaid ? outcome : actionWords(request)}${
        isSaid || outcome === null ? "" : html` <span class="soft">${outcome}</span>`
      }${nextTry(record, when)}</span
    >
  </li>`;
}

function nextTry(record: ActionRecord | undefined, when: When): Html | string {
  if (record?.state !== "RETRY" || record.dueAt === null) return "";
  return html` <span class="soft">next try ${timeTag(when, new Date(record.dueAt).toISOString(), "brief")}</span>`;
}
