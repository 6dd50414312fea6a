/** What the people of the examples watch, rate and list. */
export const starWars = { type: "movie", trakt: 7 } as const;
export const memento = { type: "movie", trakt: 47 } as const;
export const gameOfThrones = { type: "show", trakt: 1390 } as const;
export const season1 = { type: "season", show: 1390, number: 1 } as const;
export const winterIsComing = { type: "episode", trakt: 73640 } as const;
export const utopia = { type: "show", trakt: 46241 } as const;
export const constantine = { type: "show", trakt: 60307 } as const;
