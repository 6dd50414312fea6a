/** How much of what has aired is watched. */
export interface Counts {
  /** Whole percent, cut off and never rounded up: 100 is only ever all of it. */
  percentage: number;
  aired: number;
  completed: number;
  left: number;
}

/** Of nothing, nothing is watched: 0 %. What Trakt counts beyond what has aired is left out. */
export function countsOf(aired: number, watched: number): Counts {
  const completed = Math.min(watched, aired);
  const percentage = aired === 0 ? 0 : Math.floor((completed * 100) / aired);
  return { percentage, aired, completed, left: aired - completed };
}
