import type { Endpoint } from "@showrunner/trakt/contract/endpoint.ts";
import { coverage, sections, undocumentedEntries, type Coverage } from "../test/contract/coverage.ts";
import { oauthRoutes, type DocumentedMethod } from "../test/contract/documented-methods.ts";

const head = [
  "| method | entry | call | auth | pages of | extended | filters | limit | sandbox | examples |",
  "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
];

const limits: Readonly<Record<Endpoint["bucket"], string>> = { get: "500 / 5 min", write: "1 / s" };

/** docs/trakt-coverage.md: each documented method, what calls it, what answers it in the sandbox, and what shows it. */
export function coverageDocs(covered: readonly Coverage[] = coverage()): string {
  const byId = new Map(covered.map((one) => [one.endpoint.id, one]));
  const rows = (methods: readonly DocumentedMethod[]): string[] =>
    methods.flatMap((method) =>
      method.entries.map((id) => {
        const name = `${method.heading}: ${method.title}`;
        const found = byId.get(id);
        return found === undefined ? oauthRow(name, id) : row(name, found);
      }),
    );
  const tables = (newer: boolean): string[] =>
    sections(newer).flatMap(([name, methods]) => [`### ${name}`, "", ...head, ...rows(methods), ""]);
  const others = undocumentedEntries()
    .map((endpoint) => byId.get(endpoint.id))
    .filter((one) => one !== undefined);
  const documented = sections(false).flatMap(([, methods]) => methods).length;
  return [
    "# What of Trakt's API is covered",
    "",
    `All ${documented} methods of the reference of API version 2, with its headings, and what Trakt has added since. The contract in \`packages/trakt/src/contract\``,
    `has ${covered.length} entries; each has its route in the sandbox, \`packages/trakt-sandbox/src/routes\`, and is played over HTTP by an example in \`test/contract/examples\`.`,
    "A test fails when one of them is missing. Parts of a path that end in `?` may be left out. Limits are Trakt's, for each person.",
    "",
    "This page is generated from `packages/trakt/src/contract` and `test/contract/documented-methods.ts` by `npm run docs`.",
    "",
    "## The reference",
    "",
    ...tables(false),
    "## Newer methods",
    "",
    ...tables(true),
    "## Others",
    "",
    "What Trakt's own contract has besides.",
    "",
    ...head,
    ...others.map((one) => row("", one)),
    "",
  ].join("\n");
}

function row(method: string, { endpoint, routes, examples }: Coverage): string {
  const { id, path, auth, paginated, maxLimit, extended, filters, bucket } = endpoint;
  return line([
    method,
    code(id),
    code(`${endpoint.method} ${path}`),
    auth,
    paginated ? `≤ ${maxLimit}` : "",
    extended.map(code).join(" "),
    filters.length === 0 ? "" : String(filters.length),
    limits[bucket],
    routes.map(code).join("<br>"),
    examples.join("; "),
  ]);
}

function oauthRow(method: string, id: string): string {
  const route = oauthRoutes[id];
  const call = route === undefined ? "" : code(`${route.method} ${route.path}`);
  const sandbox = route === undefined ? "" : code(route.path);
  return line([method, code(id), call, "app", "", "", "", "", sandbox, "`test/contract/oauth.test.ts`"]);
}

const line = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
const code = (text: string): string => `\`${text}\``;
