import { endpoints } from "@showrunner/client/endpoints.generated.ts";
import { describe, expect, it } from "vitest";
import { isTouched, kindsIn } from "./live-kinds.ts";

describe("what changed", () => {
  it("is read as the server tells it", () => {
    expect(kindsIn('{"kinds":["events","runs"]}')).toEqual(["events", "runs"]);
  });

  it.each(["", "{}", "null", "[]", '{"kinds":1}'])("%j says nothing that can be read", (data) => {
    expect(kindsIn(data)).toBeUndefined();
  });

  it.each([
    ["home.timeline", "events", true],
    ["views.progress", "events", true],
    ["rules.list", "inbox", false],
    ["inbox.list", "inbox", true],
    ["approvals.list", "approvals", true],
    ["settings.get", "events", false],
    ["settings.get", "of a later version", true],
    ["settings.get", "constructor", true],
  ])("%s is asked for again when %s changed: %s", (id, kind, isAsked) => {
    expect(isTouched(id, [kind])).toBe(isAsked);
  });

  it("each kind touches endpoints that there are, home's among them", () => {
    for (const kind of [
      "events",
      "runs",
      "actions",
      "approvals",
      "rules",
      "channels",
      "connection",
      "inbox",
      "settings",
    ])
      expect(Object.keys(endpoints).filter((id) => isTouched(id, [kind]))).toContain("home.overview");
  });

  it("nothing that changed touches nothing", () => {
    expect(isTouched("home.overview", [])).toBe(false);
  });
});
