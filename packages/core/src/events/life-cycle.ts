import * as z from "zod";
import { Season, Show } from "../media.ts";
import { defineEvent } from "./define.ts";
import { exampleShow } from "./examples.ts";

const change = { show: Show, status: z.string(), previous_status: z.string() };

export const showRenewed = defineEvent({
  type: "show.renewed",
  family: "life cycle",
  title: "Show renewed",
  description:
    "A show that the person follows had ended or was canceled, and goes on after all. This, like all of a show's life, is told once it has held for a day: Trakt's facts are edited by many, and edits are taken back.",
  about: "show",
  data: z.object(change),
  example: { show: exampleShow, status: "returning series", previous_status: "canceled" },
});

export const showCanceled = defineEvent({
  type: "show.canceled",
  family: "life cycle",
  title: "Show canceled",
  description: "A show that the person follows was canceled.",
  about: "show",
  data: z.object(change),
  example: { show: exampleShow, status: "canceled", previous_status: "returning series" },
});

export const showEnded = defineEvent({
  type: "show.ended",
  family: "life cycle",
  title: "Show ended",
  description: "A show that the person follows came to its end.",
  about: "show",
  data: z.object(change),
  example: { show: exampleShow, status: "ended", previous_status: "returning series" },
});

export const showSeasonAnnounced = defineEvent({
  type: "show.season_announced",
  family: "life cycle",
  title: "Season announced",
  description:
    "A show that the person follows has a season more at Trakt, which may be without a date yet. Once a season.",
  about: "show",
  data: z.object({ show: Show, season: Season }),
  example: { show: exampleShow, season: { number: 9 } },
});
