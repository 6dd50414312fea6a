import { endpoints } from "@showrunner/api/contract/all.ts";

/** The client's table of endpoints: what of the contract it needs while it runs. */
export function clientEndpoints(): string {
  const rows = endpoints
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, method, path }) => `  ${/^\w+$/.test(id) ? id : `"${id}"`}: "${method.toUpperCase()} ${path}",`);
  return `// Written by npm run docs, from packages/api/src/contract.
export const endpoints: Readonly<Record<string, string>> = {
${rows.join("\n")}
};
`;
}
