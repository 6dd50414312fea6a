import { afterEach, beforeEach, expect, it } from "vitest";
import { endpoints } from "./contract/all.ts";
import { madeUp, type MadeUp } from "./testing/made-up.ts";

let w: MadeUp;
let page: string;
beforeEach(async () => {
  w = madeUp();
  page = await (await w.app.request("/api/docs")).text();
});
afterEach(() => w.close());

it("is open to anybody, and runs nothing: no script, no style but its own sheet", async () => {
  const answer = await w.app.request("/api/docs");
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/html; charset=UTF-8"]);
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(page).not.toMatch(/<script|<style|\sstyle=|\son\w+=|javascript:/i);
  const sheet = await w.app.request("/api/docs.css");
  expect([sheet.status, sheet.headers.get("content-type")]).toEqual([200, "text/css; charset=utf-8"]);
});

it("has every endpoint with its path, who may ask, an example, its problems, and a place in the contents", () => {
  const articles = new Map(
    page
      .split("<article ")
      .slice(1)
      .map((text) => [/^id="([^"]+)"/.exec(text)?.[1], text.split("</article>")[0] ?? ""]),
  );
  for (const { id, method, path, access } of endpoints) {
    const article = articles.get(id) ?? "";
    expect(article, id).toContain(`<strong>${method.toUpperCase()}</strong> <code>${path}</code>`);
    expect(article, id).toContain("curl &quot;$SHOWRUNNER/api/v1");
    expect(article, id).toMatch(/Anybody may ask|scope|runs the place/);
    expect(page, id).toContain(`<a href="#${id}">`);
    if (access !== "open") expect(article, id).toContain("<code>request.unauthorized</code>");
  }
  expect(articles.size).toBe(endpoints.length);
});

it("shows what a body and a reply hold, field by field", () => {
  const save = page.slice(page.indexOf('<article id="settings.get"'));
  expect(save).toContain("Reply, 200");
  const timeline = page.slice(page.indexOf('<article id="home.timeline"'), page.indexOf('<article id="home.live"'));
  for (const field of ["runs", "verdict", "causedBy", "acted", "limit"])
    expect(timeline).toContain(`<code>${field}</code>`);
});

it("names each heading once, and links only to what is there", () => {
  const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id ?? "");
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
});
