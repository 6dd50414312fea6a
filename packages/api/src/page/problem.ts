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
      <p class="lead">${sentence(detail)}</p>
      ${hint === undefined ? "" : html`<p>${hint}</p>`}
      ${canBeginAgain(code) ? html`<p><a href="/connect">Sign in again</a></p>` : ""}
      <p class="soft"><code>${status} ${code}</code></p>`,
  });
}

/** Of a sign-in; where there is no way to sign in here, beginning again leads nowhere. */
const canBeginAgain = (code: string): boolean => code.startsWith("login.") && code !== "login.no_redirect_uri";

/** What went wrong is said in half a sentence where it is part of one; here it stands alone. */
function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}
