import * as z from "zod";
import { defineRecipe, input, isOneOf } from "../recipe.ts";

export const premieresToWatchlist = defineRecipe({
  id: "premieres-to-watchlist",
  title: "Premieres to my watchlist",
  description:
    "Adds new shows to the watchlist as their first episode airs: of the genres you like, and well rated; and, if you like, new seasons of what you follow. A show that few have rated yet is let through, for on its first day hardly any has a rating that means something. Trakt's calendar of all shows holds the better known ones, not every premiere there is.",
  inputs: z.strictObject({
    genres: z
      .array(z.string().trim().min(1).max(60))
      .max(30)
      .default(["drama", "science-fiction"])
      .meta({ title: "Genres", description: "As Trakt writes them; any when the list is empty." }),
    networks: input.texts("Networks", "Such as HBO; any when the list is empty."),
    countries: input.texts("Countries", "Two lower-case letters, such as gb; any when the list is empty."),
    languages: input.texts("Languages", "Two lower-case letters, such as en; any when the list is empty."),
    rating: z.number().min(0).max(10).default(7).meta({ title: "Rated at least", description: "0 to 10." }),
    votes: z
      .int()
      .min(0)
      .max(1_000_000)
      .default(100)
      .meta({ title: "Or by fewer than", description: "How many votes there must be for the rating to count." }),
    new_seasons: input.toggle("New seasons of what I follow too", false),
  }),
  rules: ({ genres, networks, countries, languages, rating, votes, new_seasons }, name) => [
    {
      name,
      when: { event: "show.premiering", scope: "all" },
      if: [
        ...(genres.length === 0 ? [] : [`show.genres.exists(genre, ${isOneOf("genre", genres).join("")})`]),
        ...isOneOf("show.network", networks),
        ...isOneOf("show.country", countries),
        ...isOneOf("show.language", languages),
        `show.rating >= ${rating.toFixed(1)} || show.votes < ${votes}`,
      ],
      then: [{ do: "watchlist.add" }],
    },
    ...(new_seasons
      ? [
          {
            name: `${name}: new seasons`,
            when: { event: "season.premiering" as const },
            then: [{ do: "watchlist.add" as const, item: "show" as const }],
          },
        ]
      : []),
  ],
});
