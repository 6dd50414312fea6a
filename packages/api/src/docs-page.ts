import { html } from "hono/html";
import * as z from "zod";
import { endpoints } from "./contract/all.ts";
import type { Endpoint } from "./contract/endpoint.ts";
import { fieldRow, type Html, prose, Schema, schemaList, typeWords } from "./docs-schema.ts";
import { exampleOf } from "./docs-example.ts";
import { problemsOf } from "./docs-problems.ts";
import { openApi } from "./open-api.ts";

/** What this page reads of the API's own description. */
const Operation = z.object({
  operationId: z.string(),
  tags: z.array(z.string()),
  summary: z.string(),
  description: z.string(),
  parameters: z.array(
    z.object({
      name: z.string(),
      in: z.enum(["path", "query", "header"]),
      required: z.boolean(),
      schema: Schema,
      description: z.string().optional(),
    }),
  ),
  requestBody: z.object({ content: z.record(z.string(), z.object({ schema: Schema })) }).optional(),
  responses: z.record(
    z.string(),
    z.object({ description: z.string(), content: z.record(z.string(), z.object({ schema: Schema })) }),
  ),
});
type Operation = z.infer<typeof Operation>;

const Description = z.object({
  info: z.object({ title: z.string(), version: z.string(), summary: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
});

/** The API's description as a page: it is derived from the same contract as /api/openapi.json, and needs no script. */
export function docsPage(version: string): Html {
  const { info, paths } = Description.parse(openApi(version));
  const byId = new Map(endpoints.map((one) => [one.id, one]));
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
  const groups = [...Map.groupBy(operations, ({ tags }) => tags[0] ?? "")].map(([tag, some]) => ({ tag, some }));
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${info.title} API</title>
        <link rel="stylesheet" href="/api/docs.css" />
      </head>
      <body>
        <a class="skip" href="#endpoints">Skip to the endpoints</a>
        <header>
          <h1>${info.title} API</h1>
          <p>
            ${info.summary} Version ${info.version}. Everything below is under <code>/api/v1</code>, takes and answers
            JSON, and is also an OpenAPI 3.1 document at <a href="/api/openapi.json">/api/openapi.json</a>.
          </p>
          <p>
            Programs send an API key as <code>Authorization: Bearer srk_…</code>; a browser that is signed in sends its
            session. <code>me</code> stands for the account of whoever asks. What is wrong is told as problem details
            (RFC 9457) with a stable <code>code</code> and a <code>hint</code>. Answers to GET carry an
            <code>ETag</code>. A write with an <code>Idempotency-Key</code> is done once.
          </p>
        </header>
        <nav aria-label="Contents">
          <h2>Contents</h2>
          ${groups.map(
            ({ tag, some }) =>
              html`<details>
                <summary>${titleOf(tag)} <span class="soft">${some.length}</span></summary>
                <ul>
                  ${some.map(
                    ({ operationId, summary }) =>
                      html`<li><a href="#${operationId}">${operationId}</a> <span class="soft">${summary}</span></li>`,
                  )}
                </ul>
              </details>`,
          )}
        </nav>
        <main id="endpoints">
          ${groups.map(
            ({ tag, some }) =>
              html`<section aria-labelledby="group-${tag}">
                <h2 id="group-${tag}">${titleOf(tag)}</h2>
                ${some.map((operation) => article(operation, byId.get(operation.operationId)))}
              </section>`,
          )}
        </main>
      </body>
    </html>`;
}

/** `inbox.list` is of the inbox; what has no dot is of the place itself. */
const titleOf = (tag: string): string => `${tag.slice(0, 1).toUpperCase()}${tag.slice(1).replaceAll("_", " ")}`;

function article(operation: Operation, endpoint: Endpoint | undefined): Html | string {
  if (endpoint === undefined) return "";
  const { operationId: id, parameters, requestBody } = operation;
  const body = Object.values(requestBody?.content ?? {})[0]?.schema;
  const [status, reply] = Object.entries(operation.responses)[0] ?? ["200", undefined];
  const [replyType, content] = Object.entries(reply?.content ?? {})[0] ?? ["application/json", undefined];
  return html`<article id="${id}" aria-labelledby="title-${id}">
    <h3 id="title-${id}"><a href="#${id}">${id}</a></h3>
    <p class="path"><strong>${endpoint.method.toUpperCase()}</strong> <code>${endpoint.path}</code></p>
    <p>${prose(operation.summary)}</p>
    ${operation.description.split("\n\n").map((words) => html`<p class="soft">${prose(words)}</p>`)}
    ${
      parameters.length === 0
        ? ""
        : html`<h4>Parameters</h4>
            <ul class="fields">
              ${parameters.map(({ name, in: place, required, schema, description }) =>
                fieldRow(
                  name,
                  {
                    ...schema,
                    description: [`In the ${place}.`, description ?? schema.description].filter(Boolean).join(" "),
                  },
                  required,
                ),
              )}
            </ul>`
    }
    ${body === undefined ? "" : part("Body", body)}
    ${content === undefined ? "" : part(`Reply, ${status}${replyType === "application/json" ? "" : `, ${replyType}`}`, content.schema)}
    <h4>Example</h4>
    <pre><code>${exampleOf(endpoint, body)}</code></pre>
    <h4>Problems</h4>
    <p class="codes">${problemsOf(endpoint).map((code) => html`<code>${code}</code> `)}</p>
  </article>`;
}

function part(title: string, schema: Schema): Html {
  return html`<h4>${title} <span class="type">${typeWords(schema)}</span></h4>
    ${schemaList(schema)}`;
}
