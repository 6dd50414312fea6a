/** Real things for the catalogue's examples (Trakt ids of Game of Thrones, Breaking Bad and Clerks III). */
export const exampleShow = {
  title: "Game of Thrones",
  year: 2011,
  ids: { trakt: 1390, slug: "game-of-thrones", tvdb: 121361, imdb: "tt0944947", tmdb: 1399 },
};
export const exampleEpisode = {
  season: 2,
  number: 8,
  title: "The Prince of Winterfell",
  ids: { trakt: 73657 },
};
export const examplePremiere = {
  season: 1,
  number: 1,
  title: "Winter Is Coming",
  ids: { trakt: 73640 },
};
export const exampleMovie = {
  title: "Clerks III",
  year: 2022,
  ids: { trakt: 475091, slug: "clerks-iii-2022", imdb: "tt11128440", tmdb: 635891 },
};
export const exampleProgress = {
  aired: 73,
  completed: 73,
  last_watched_at: "2026-11-20T20:10:00.000Z",
  reset_at: null,
  seasons: [{ number: 1, aired: 10, completed: 10 }],
  next_episode: null,
  last_episode: null,
};
