import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { noDynamoLocal } from "@showrunner/storage/testing/dynamo-local.ts";
import { describe, expect, it, onTestFinished } from "vitest";
import * as z from "zod";

const Status = z.object({
  mode: z.string(),
  accounts: z.array(z.object({ username: z.string() })).min(1),
  queues: z.record(z.string(), z.object({ visible: z.int(), dead: z.int() })),
});

interface Started {
  child: ChildProcess;
  /** All that it has printed. */
  output(): string;
  ended: Promise<number | null>;
}

function start(env: Record<string, string> = {}): Started {
  const file = join(import.meta.dirname, "cloud-local.ts");
  const child = spawn(process.execPath, [file], { env: { ...process.env, SHOWRUNNER_PORT: "0", ...env } });
  onTestFinished(() => void child.kill("SIGKILL"));
  let printed = "";
  const keep = (chunk: Buffer): void => {
    printed += chunk.toString();
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const ended = once(child, "exit").then(() => child.exitCode);
  return { child, output: () => printed, ended };
}

/** Waits until it has printed that; fails with what it printed instead when it ends. */
async function untilPrinted({ child, output }: Started, pattern: RegExp): Promise<RegExpExecArray> {
  for (;;) {
    const found = pattern.exec(output());
    if (found !== null) return found;
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${output()}`);
    await pause(50);
  }
}

const Session = z.object({ demoPeople: z.array(z.object({ username: z.string() })).min(1) });

/** Signed in, as the dashboard does it, as whoever connected first and so runs the place. */
async function asFirst(url: string): Promise<Record<string, string>> {
  await expect
    .poll(async () => Session.safeParse(await (await fetch(`${url}/api/v1/session`)).json()).success)
    .toBe(true);
  const { demoPeople } = Session.parse(await (await fetch(`${url}/api/v1/session`)).json());
  const answer = await fetch(`${url}/api/v1/session/demo`, {
    method: "POST",
    headers: { "content-type": "application/json", "sec-fetch-site": "same-origin" },
    body: JSON.stringify({ person: demoPeople[0]?.username }),
  });
  expect(answer.status).toBe(200);
  return {
    cookie: answer.headers
      .getSetCookie()
      .map((one) => one.replace(/;.*/, ""))
      .join("; "),
  };
}

describe("npm run cloud:local", () => {
  it.skipIf(noDynamoLocal !== undefined)(
    `starts the cloud on this machine, shows it, polls its people, and ends when it is told to ${noDynamoLocal ?? ""}`,
    { timeout: 600_000 },
    async () => {
      const started = start({ SHOWRUNNER_DEMO_SPEED: "30" });
      const [, url = ""] = await untilPrinted(started, /on this machine: (http:\/\/127\.0\.0\.1:\d+)/);
      const status = Status.parse(await (await fetch(`${url}/api/v1/status`, { headers: await asFirst(url) })).json());
      expect(status.mode).toBe("sandbox");
      expect(Object.keys(status.queues).toSorted()).toEqual(["ChangeEvents", "Deliveries", "PollJobs", "TraktWrites"]);
      expect(await (await fetch(url)).text()).toContain("<title>Showrunner</title>");
      await untilPrinted(started, /"function":"schedule","kind":"scheduled"/);
      await untilPrinted(started, /"function":"poll-account","kind":"polled"/);
      started.child.kill("SIGTERM");
      expect(await started.ended).toBe(0);
      expect(started.output()).not.toContain("Uncaught");
    },
  );

  it("says what is missing where there is no Java", { timeout: 60_000 }, async () => {
    const started = start({ PATH: "" });
    expect(await started.ended).toBe(1);
    expect(started.output()).toContain("The cloud cannot be played here: no Java here");
  });
});
