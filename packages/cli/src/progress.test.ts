import { describe, expect, it } from "vitest";
import { progressOf } from "./progress.ts";

function told(isTTY: boolean, json = false): { lines(): string; progress: ReturnType<typeof progressOf> } {
  let text = "";
  return { lines: () => text, progress: progressOf(json, { isTTY, write: (more) => (text += more) }) };
}

describe("how far something has got", () => {
  it("is a bar on a terminal, drawn anew only when it changes, and cleared at the end", () => {
    const { lines, progress } = told(true);
    progress.at("writing", 0, 1000);
    progress.at("writing", 1, 1000);
    progress.at("writing", 500, 1000);
    progress.end();
    const clear = "\r\u001B[K";
    expect(lines()).toBe(
      `${clear}writing [${".".repeat(30)}] 0 %${clear}writing [${"#".repeat(15)}${".".repeat(15)}] 50 %${clear}`,
    );
  });

  it("is a few plain lines without one", () => {
    const { lines, progress } = told(false);
    for (let done = 100; done <= 20_000; done += 100) progress.at("writing", done, 20_000);
    progress.end();
    expect(lines()).toBe("writing: 100 of 20000 rows\nwriting: 10100 of 20000 rows\nwriting: 20000 of 20000 rows\n");
  });

  it("is lines of JSON with --json, on a terminal too", () => {
    const { lines, progress } = told(true, true);
    progress.at("reading", 3, null);
    expect(lines()).toBe('{"phase":"reading","done":3,"total":null}\n');
  });
});
