import { html } from "hono/html";
import type { ProblemDetails } from "../problem-details.ts";
import type { Html } from "./html.ts";
import { layout } from "./layout.ts";

/** What a person sees where there is no page to be seen. */
export function problemPage({ status, title, detail, code, hint }: ProblemDetails): Html {
  const wayOn = code.startsWith("login.")
    ? html`<a class="button" href="/sign-in">Sign in again</a>`
    : html`<a class="button" href="/">To the dashboard</a>`;
  return layout({
    title: `${title} · Showrunner`,
    main: html`<h1>${title}</h1>
      <p class="lead">${sentence(detail)}</p>
      ${hint === undefined ? "" : html`<p>${hint}</p>`}
      <p>${wayOn}</p>
      <p class="soft"><code>${status} ${code}</code></p>`,
  });
}

/** What went wrong is said in half a sentence where it is part of one; here it stands alone. */
function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}
