import type { Sandbox } from "../sandbox.ts";
import { seeded } from "../seeded.ts";
import { liveOn } from "./days.ts";
import { makeNews } from "./news.ts";
import { demoPeople, type DemoPerson } from "./people.ts";
import { readChapter, readNews, writeChapter, writeNews, type Chapter, type News } from "./story.ts";
import { hourMs, minuteMs } from "./timetable.ts";

export interface Life {
  /** Lets everything happen that falls due up to `nowMs`, at its own time; returns how much that was. */
  runUntil(nowMs: number): number;
  /** When the next thing happens, epoch ms. */
  nextAt(): number;
}

/**
 * The demo's people living on, and the news of their shows: the same for the same seed and world, in steps of
 * whatever size. Where it stands is kept in the world, so another process takes it up where it was left.
 */
export function createLife(sandbox: Sandbox, options: { seed: number }): Life {
  const { world } = sandbox;
  const chapters: { person: DemoPerson; chapter: Chapter }[] = demoPeople.flatMap((person) => {
    const chapter = readChapter(world, person.username);
    return chapter === undefined ? [] : [{ person, chapter }];
  });
  let news: News | undefined = readNews(world);

  const soonest = () => chapters.reduce((a, b) => (b.chapter.dueMs < a.chapter.dueMs ? b : a), chapters[0] ?? nobody);

  const nextAt = (): number => Math.min(soonest().chapter.dueMs, news?.dueMs ?? Number.POSITIVE_INFINITY);

  const tellNews = (due: News): void => {
    const next = seeded(`${options.seed}:news:${due.count}`);
    world.together(() => {
      const after = makeNews(world, due, next);
      news = { ...after, count: due.count + 1, dueMs: due.dueMs + Math.round((2 + next() * 3) * hourMs) };
      writeNews(world, news, due.dueMs);
    });
  };

  const livePerson = (one: { person: DemoPerson; chapter: Chapter }): void => {
    const { person, chapter } = one;
    const next = seeded(`${options.seed}:${person.username}:${chapter.count}`);
    world.together(() => {
      const after = liveOn(world, person, chapter, next);
      const dueMs = chapter.dueMs + Math.round((20 + next() * 20) * minuteMs);
      one.chapter = { ...after, count: chapter.count + 1, dueMs };
      writeChapter(world, person.username, one.chapter, chapter.dueMs);
    });
  };

  return {
    nextAt,
    runUntil: (nowMs) => {
      let happenings = 0;
      for (; nextAt() <= nowMs; happenings++) {
        const person = soonest();
        if (news !== undefined && news.dueMs < person.chapter.dueMs) tellNews(news);
        else livePerson(person);
      }
      return happenings;
    },
  };
}

const nobody: { person: DemoPerson; chapter: Chapter } = {
  person: { username: "", name: "", timezone: "UTC", vip: false, tastes: [], follows: [], finishing: [] },
  chapter: { count: 0, dueMs: Number.POSITIVE_INFINITY, follows: [], queue: [] },
};
