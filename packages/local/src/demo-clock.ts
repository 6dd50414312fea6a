import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { type Clock, scaledClock } from "@showrunner/core/clock.ts";
import { Problem } from "@showrunner/core/errors.ts";
import * as z from "zod";
import type { DataFolder } from "./data-folder.ts";

/** The demo's time: it ran `speed` times as fast as real time from `originMs` on, since `startedMs` of real time. */
const DemoFile = z.object({
  speed: z.number().positive(),
  originMs: z.number(),
  startedMs: z.number(),
  /** The demo's time when it was last seen running. */
  lastSeenMs: z.number(),
  /** Where its sandbox listens, while it runs. */
  sandboxUrl: z.string().nullable(),
});
export type DemoFile = z.infer<typeof DemoFile>;

/** The demo's world goes on while it is stopped, but not for longer than this: its people would grow old. */
const longestAbsenceMs = 2 * 24 * 3_600_000;

/** The demo's clock as the file in the data folder has it; undefined before the first start. */
export function readDemo(folder: DataFolder): DemoFile | undefined {
  let text: string;
  try {
    text = readFileSync(folder.demo, "utf8");
  } catch {
    return undefined;
  }
  try {
    return DemoFile.parse(JSON.parse(text));
  } catch (cause) {
    throw demoDamaged(`the file ${folder.demo} is damaged`, cause);
  }
}

/** The demo's clock, its world and what was seen of it belong together: without one of them the others are of no use. */
export function demoDamaged(message: string, cause: unknown): Problem {
  return new Problem({
    code: "demo.damaged",
    message,
    hint: "Start the demo anew with `npm start -- --reset`: only made-up things are lost by that.",
    cause,
  });
}

/** Continues the demo's time, or begins it now; `speed` holds from here on. */
export function continueDemo(folder: DataFolder, speed: number, realNow: number): DemoFile {
  const former = readDemo(folder);
  const ran = former === undefined ? realNow : former.originMs + (realNow - former.startedMs) * former.speed;
  const originMs = former === undefined ? realNow : Math.min(ran, former.lastSeenMs + longestAbsenceMs);
  return { speed, originMs, startedMs: realNow, lastSeenMs: originMs, sandboxUrl: null };
}

/** Written beside and renamed, so that a crash leaves the old one or the new one. */
export function saveDemo(folder: DataFolder, demo: DemoFile): void {
  const draft = `${folder.demo}.new`;
  writeFileSync(draft, JSON.stringify(demo));
  renameSync(draft, folder.demo);
}

export function demoClock(demo: DemoFile): Clock {
  return scaledClock(demo);
}
