import { describe, expect, test } from "vitest";
import { coverage } from "./coverage.ts";
import { documentedMethods, oauthRoutes } from "./documented-methods.ts";
import { openStage } from "./stage.ts";

const covered = coverage();
const ids = new Set(covered.map((one) => one.endpoint.id));

describe("every method that Trakt documents", () => {
  test("is listed once: the reference has 159", () => {
    const names = documentedMethods.map(({ section, heading, title }) => `${section} / ${heading} / ${title}`);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    expect(documentedMethods.filter((method) => !method.newer)).toHaveLength(159);
  });

  test("has an entry in the contract, or a call of the client's OAuth", async () => {
    const stage = await openStage();
    const oauth = new Set(Object.keys(stage.trakt.oauth).map((name) => `oauth.${name}`));
    await stage.close();
    const missing = documentedMethods.flatMap(({ section, title, entries }) => {
      const known = entries.filter((entry) => ids.has(entry) || oauth.has(entry));
      return entries.length > 0 && known.length === entries.length
        ? []
        : [`${section} / ${title}: ${entries.join(", ")}`];
    });
    expect(missing).toEqual([]);
  });

  test("of OAuth has its route in the sandbox", async () => {
    const stage = await openStage();
    const unanswered: string[] = [];
    for (const [name, { method, path }] of Object.entries(oauthRoutes)) {
      const sent = method === "GET" ? {} : { body: "{}", headers: { "content-type": "application/json" } };
      const headers = { "user-agent": "Coverage/1.0", "content-type": "application/json" };
      const answer = await fetch(stage.url + path, { method, ...sent, headers });
      if (answer.status === 404 || answer.status === 405 || answer.status >= 500) unanswered.push(name);
    }
    await stage.close();
    expect(unanswered).toEqual([]);
    const called = documentedMethods.flatMap((method) => method.entries).filter((entry) => entry.startsWith("oauth."));
    expect(called.toSorted()).toEqual(Object.keys(oauthRoutes).toSorted());
  });
});

describe("every entry of the contract", () => {
  test("has a route in the sandbox, with each of the parts that may be left out and without it", () => {
    const missing = covered.filter((one) => one.unanswered.length > 0);
    expect(missing.map(({ endpoint, unanswered }) => `${endpoint.id}: ${unanswered.join(", ")}`)).toEqual([]);
  });

  test("is shown by an example", () => {
    expect(covered.filter((one) => one.examples.length === 0).map((one) => one.endpoint.id)).toEqual([]);
  });
});
