import type { Example } from "../example.ts";
import { commentsExamples } from "./comments.ts";
import { listsExamples } from "./lists.ts";
import { notesExamples } from "./notes.ts";
import { usersListsExamples } from "./users-lists.ts";
import { usersSocialExamples } from "./users-social.ts";
import { usersExamples } from "./users.ts";
import { mediaExamples } from "./mixed-media.ts";
import { movieChartExamples } from "./movies-charts.ts";
import { moviesExamples } from "./movies.ts";
import { showChartExamples } from "./shows-charts.ts";
import { showsProgressExamples } from "./shows-progress.ts";
import { showsExamples } from "./shows.ts";

/** Every example, area by area. */
export const examples: readonly Example[] = [
  ...commentsExamples,
  ...listsExamples,
  ...notesExamples,
  ...usersListsExamples,
  ...usersSocialExamples,
  ...usersExamples,
  ...mediaExamples,
  ...movieChartExamples,
  ...moviesExamples,
  ...showChartExamples,
  ...showsProgressExamples,
  ...showsExamples,
];
