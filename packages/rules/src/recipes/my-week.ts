import * as z from "zod";
import { defineRecipe, input } from "../recipe.ts";
import type { RuleDefinition } from "../rule.ts";

const days = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"] as const;

const time = (title: string, value: string) =>
  z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time such as 20:00")
    .default(value)
    .meta({ title, description: "By the clocks where you are.", input: "time" });

/** A line each; the newline stands inside the text that joins them. */
const lines = (word: string): string => `- {{ ${word} | join: "\n- " }}\n`;

export const myWeek = defineRecipe({
  id: "my-week",
  title: "My week, and yesterday's new episodes",
  description:
    "A message once a week with what you watched and what airs in the week to come; and one in the morning with the episodes of your shows that aired since the morning before, when there are any.",
  inputs: z.strictObject({
    weekly: input.toggle("My week", true),
    day: z.enum(days).default("SUN").meta({ title: "On" }),
    evening: time("At", "20:00"),
    daily: input.toggle("Yesterday's new episodes", true),
    morning: time("At breakfast", "07:30"),
    channel: input.channel,
  }),
  rules: ({ weekly, day, evening, daily, morning, channel }, name) => {
    const week: RuleDefinition = {
      name,
      when: { event: "time.scheduled", cron: `${cronTime(evening)} * * ${day}` },
      then: [
        {
          do: "notify",
          channel,
          title:
            "Your week: {{ episodes_watched }} {% if episodes_watched == 1 %}episode{% else %}episodes{% endif %}, {{ movies_watched }} {% if movies_watched == 1 %}movie{% else %}movies{% endif %}",
          body: `{% if watched_count > 0 %}You watched:\n${lines("watched")}{% endif %}{% if airing_count > 0 %}To come:\n${lines("airing")}{% else %}Nothing of your shows airs this week.{% endif %}`,
        },
      ],
    };
    const yesterday: RuleDefinition = {
      name: `${name}: yesterday`,
      when: { event: "time.scheduled", cron: `${cronTime(morning)} * * *` },
      if: "aired_count > 0",
      then: [
        {
          do: "notify",
          channel,
          title: "New: {{ aired_count }} {% if aired_count == 1 %}episode{% else %}episodes{% endif %}",
          body: lines("aired"),
        },
      ],
    };
    return [...(weekly ? [week] : []), ...(daily ? [yesterday] : [])];
  },
});

/** `20:00` → `0 20`. */
function cronTime(text: string): string {
  const [hour = "0", minute = "0"] = text.split(":");
  return `${Number(minute)} ${Number(hour)}`;
}
