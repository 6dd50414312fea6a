import * as z from "zod";
import type { World } from "../world.ts";
import { demoPeople } from "./people.ts";
import { minuteMs } from "./timetable.ts";

/** Where one person's life stands: kept in the world's own journal, so that it goes on after a restart. */
const Chapter = z.object({
  /** Happenings so far. */
  count: z.int(),
  /** Epoch ms of the next one. */
  dueMs: z.number(),
  /** Shows that they watch as they air. */
  follows: z.array(z.int()),
  /** Shows that are over, in the order in which they are finished, and then begun again. */
  queue: z.array(z.int()),
});
export type Chapter = z.infer<typeof Chapter>;

/** Where the news of the world stands. */
const News = z.object({
  count: z.int(),
  dueMs: z.number(),
  /** Up to when premieres are planned, epoch ms. */
  plannedMs: z.number(),
  /** Shows whose fate may change. */
  shows: z.array(z.int()),
});
export type News = z.infer<typeof News>;

const newsNote = "demo:news";
const chapterNote = (username: string): string => `demo:${username}`;

/** Writes down the beginning: the first to act does so within minutes. */
export function beginStory(world: World, nowMs: number, plan: Pick<News, "plannedMs" | "shows">): void {
  demoPeople.forEach(({ username, follows, finishing }, index) => {
    const dueMs = nowMs + (6 + index * 4) * minuteMs;
    const queue = finishing.map(([show]) => show);
    writeChapter(world, username, { count: 0, dueMs, follows: [...follows], queue }, nowMs);
  });
  writeNews(world, { count: 0, dueMs: nowMs + 50 * minuteMs, ...plan }, nowMs);
}

/** Undefined where the world was never seeded for the demo. */
export function readChapter(world: World, username: string): Chapter | undefined {
  const text = world.note(chapterNote(username));
  return text === null ? undefined : Chapter.parse(JSON.parse(text));
}

export function writeChapter(world: World, username: string, chapter: Chapter, atMs: number): void {
  world.setNote(chapterNote(username), JSON.stringify(chapter), atMs);
}

export function readNews(world: World): News | undefined {
  const text = world.note(newsNote);
  return text === null ? undefined : News.parse(JSON.parse(text));
}

export function writeNews(world: World, news: News, atMs: number): void {
  world.setNote(newsNote, JSON.stringify(news), atMs);
}
