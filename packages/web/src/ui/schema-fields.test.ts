import { describe, expect, it } from "vitest";
import { fieldsOf, initialValue, problemsOf, valueAt, withValueAt } from "./schema-fields.ts";

const schema = {
  type: "object",
  properties: {
    to: { type: "string", format: "email" },
    server: { type: "string", format: "uri", default: "https://ntfy.sh" },
    topic: { type: "string", pattern: "^[-_A-Za-z0-9]{1,64}$", maxLength: 64 },
    priority: { type: "integer", minimum: 1, maximum: 5 },
    rating: { type: "number", minimum: 0, maximum: 10, title: "Rated at least" },
    silent: { type: "boolean", default: false },
    how: { type: "string", enum: ["hide", "drop"], default: "hide" },
    events: { type: "array", items: { type: "string", enum: ["a", "b"] }, minItems: 1 },
    genres: { type: "array", items: { type: "string" }, maxItems: 2 },
    note: { type: "string", maxLength: 4000 },
    channel: { type: "string", input: "channel" },
    keys: { type: "object", properties: { publicKey: { type: "string" } }, required: ["publicKey"] },
  },
  required: ["to", "keys", "how"],
};

describe("the fields of a schema", () => {
  it("are of a kind each, in its order, those of objects within it by their path", () => {
    expect(fieldsOf(schema).map(({ path, kind }) => `${path}: ${kind}`)).toEqual([
      "to: text",
      "server: text",
      "topic: text",
      "priority: number",
      "rating: number",
      "silent: flag",
      "how: choice",
      "events: choices",
      "genres: words",
      "note: long",
      "channel: text",
      "keys.publicKey: text",
    ]);
  });

  it("are needed where the schema needs them and has no default", () => {
    const needed = fieldsOf(schema).filter(({ isRequired }) => isRequired);
    expect(needed.map(({ path }) => path)).toEqual(["to", "keys.publicKey"]);
  });

  it("are called by their title, else by their name in words", () => {
    const labels = Object.fromEntries(fieldsOf(schema).map(({ path, label }) => [path, label]));
    expect(labels).toMatchObject({ rating: "Rated at least", "keys.publicKey": "Public key" });
    expect(fieldsOf({ properties: { thread_id: { type: "string" } } })[0]?.label).toBe("Thread id");
  });

  it.each([[undefined], [null], ["text"], [{}], [{ properties: [] }], [{ properties: { a: 1 } }]])(
    "%j has none",
    (none) => {
      expect(fieldsOf(none)).toEqual([]);
    },
  );
});

describe("the value of a form", () => {
  it("begins with the schema's defaults", () => {
    expect(initialValue(schema)).toEqual({ server: "https://ntfy.sh", silent: false, how: "hide" });
  });

  it("is changed at a path, and leaves out what is empty", () => {
    const filled = withValueAt({ a: 1 }, "keys.auth", "x");
    expect(filled).toEqual({ a: 1, keys: { auth: "x" } });
    expect(valueAt(filled, "keys.auth")).toBe("x");
    expect(withValueAt(filled, "keys.auth", "")).toEqual({ a: 1 });
    expect(valueAt({}, "keys.auth")).toBeUndefined();
  });
});

describe("problems of what was filled in", () => {
  const fine = { to: "a@example.com", how: "hide", keys: { publicKey: "k" } };

  it("there are none where all is as the schema wants it", () => {
    expect(problemsOf(schema, { ...fine, priority: 3, events: ["a"], genres: [] })).toEqual({});
  });

  it.each([
    ["to", "", "This is needed."],
    ["to", "nobody", "This is an e-mail address."],
    ["server", "ntfy.sh", "This is a whole address, with https:// before it."],
    ["topic", "a b", "This is not in the shape that it must have."],
    ["topic", "x".repeat(65), "At most 64 characters."],
    ["priority", 0, "At least 1."],
    ["priority", 6, "At most 5."],
    ["priority", 1.5, "This is a whole number."],
    ["priority", Number.NaN, "This is a number."],
    ["how", "burn", "Choose one of the list."],
    ["events", [], "Choose at least one."],
    ["genres", ["a", "b", "c"], "At most 2."],
    ["keys.publicKey", "", "This is needed."],
  ])("%s = %j is told in its place", (path, value, problem) => {
    expect(problemsOf(schema, withValueAt(fine, path, value))).toEqual({ [path]: problem });
  });
});
