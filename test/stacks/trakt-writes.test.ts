import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { contract } from "@showrunner/trakt/contract/table.ts";
import { expect, it } from "vitest";
import { permissions } from "../../stacks/permissions.ts";
import { root } from "../../tools/project.ts";
import { functionNames } from "./roles.ts";
import { sourcesOf } from "./bundle-sources.ts";

/** `sync.add_to_watchlist` → `addToWatchlist`, as it is exported. */
const exportOf = (id: string): string =>
  id.slice(id.indexOf(".") + 1).replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
const ofMethod = (writes: boolean): Set<string> =>
  new Set(contract.filter(({ method }) => (method !== "GET") === writes).map(({ id }) => exportOf(id)));
/** Names of methods that change something at Trakt, and are not also those of one that reads. */
const writing = ofMethod(true).difference(ofMethod(false));

/** Where a source names a writing method of the contract: `Sync.addToWatchlist`. */
async function writesIn(file: string): Promise<string[]> {
  const text = await readFile(join(root, file), "utf8");
  const imports = text.matchAll(/^import \* as (\w+) from "@showrunner\/trakt\/contract\//gm);
  const spaces = new Set([...imports].map(([, space = ""]) => space));
  return [...text.matchAll(/\b([A-Z]\w*)\.([a-z]\w*)\b/g)]
    .filter(([, space = "", name = ""]) => spaces.has(space) && writing.has(name))
    .map(([, , name = ""]) => name);
}

it("knows the writing methods that there are", async () => {
  expect(writing.size).toBeGreaterThan(40);
  expect(await writesIn("packages/services/src/act/trakt-writes.ts")).toContain("addToWatchlist");
});

// IAM knows nothing of Trakt, and Trakt's tokens have no scopes: what a function does not contain it cannot call.
it.each(functionNames)(
  "%s contains calls of Trakt's writing methods only if it is the one that writes",
  async (name) => {
    const files = await sourcesOf(`functions/${name}.ts`);
    expect(files).toContain(`functions/${name}.ts`);
    const named = (await Promise.all(files.map(writesIn))).flat();
    expect(named.length > 0, named.join()).toBe(permissions[name].trakt === "writes");
  },
);

it.each(functionNames)("%s contains what opens people's tokens only if its role may open them", async (name) => {
  const opens = (await sourcesOf(`functions/${name}.ts`)).includes("packages/services/src/accounts/tokens.ts");
  expect(opens).toBe(permissions[name].keys.tokens?.includes("open") === true);
});
