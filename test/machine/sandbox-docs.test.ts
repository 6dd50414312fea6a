import { readFileSync } from "node:fs";
import { systemClock } from "@showrunner/core/clock.ts";
import { Behaviour } from "@showrunner/trakt-sandbox/behaviour.ts";
import { Happening } from "@showrunner/trakt-sandbox/control/happenings.ts";
import { FaultName } from "@showrunner/trakt-sandbox/faults.ts";
import { serveSandbox, type Served } from "@showrunner/trakt-sandbox/serve-sandbox.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type } from "./typed.ts";

const text = readFileSync(new URL("../../docs/sandbox.md", import.meta.url), "utf8");
let served: Served;

beforeAll(async () => {
  served = await serveSandbox({ machine: systemClock, people: ["ann", "bob"] });
});

afterAll(() => served.close());

function blocks(language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, "gm"))].map((match) => match[1] ?? "");
}

/** `add-person cleo --name "Cleo"` as a shell would hand it on. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
}

const commands = blocks("sh")
  .flatMap((block) => block.split("\n"))
  .filter((line) => /^npx showrunner sandbox [a-z]/.test(line));

it("every command of docs/sandbox.md does what it is there for, in its order", async () => {
  expect(commands.length).toBeGreaterThan(20);
  for (const line of commands) {
    const [, , ...words] = wordsOf(line);
    const said = await type([...words, "--url", served.url], {}).done;
    expect([line, said.code, said.stderr]).toEqual([line, 0, ""]);
  }
});

it("every request of docs/sandbox.md is answered", async () => {
  const requests = blocks("http");
  expect(requests.length).toBeGreaterThan(4);
  for (const request of requests) {
    const [first = "", ...rest] = request.split("\n");
    const [method = "", path = ""] = first.split(" ");
    const response = await fetch(`${served.url}${path}`, { method, body: rest.join("\n") });
    expect([first, response.status]).toEqual([first, 200]);
    await response.text();
  }
  const reads = [...text.matchAll(/`GET (\/sandbox\/[^`]+)`/g)].map((match) => match[1] ?? "");
  expect(reads.length).toBeGreaterThan(8);
  for (const path of reads) {
    const concrete = path.replace("<username>", "ann").replace("<what>", "history");
    expect([path, (await fetch(`${served.url}${concrete}`)).status]).toEqual([path, 200]);
  }
});

it("every happening, fault and behaviour that there is stands in docs/sandbox.md", () => {
  const happenings = Happening.options.map((option) => option.shape.do.value);
  const missing = [...happenings, ...FaultName.options, ...Object.keys(Behaviour.shape)].filter(
    (name) => !text.includes(`\`${name}\``),
  );
  expect(happenings.length).toBeGreaterThan(40);
  expect(missing).toEqual([]);
});
