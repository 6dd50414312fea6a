import { html } from "hono/html";
import type { ProblemDetails } from "../problem-details.ts";
import type { Html } from "./html.ts";
import { layout } from "./layout.ts";

/** What a person sees where there is no page to be seen. */
export function problemPage({ status, title, detail, code, hint }: ProblemDetails): Html {
  return layout({
    title: `${title}: Showrunner`,
    main: html`<p class="back"><a href="/">To the status page</a></p>
      <h1>${title}</h1>
      <p class="lead">${detail}.</p>
      ${hint === undefined ? "" : html`<p>${hint}</p>`}
      <p class="soft"><code>${status} ${code}</code></p>`,
  });
}
