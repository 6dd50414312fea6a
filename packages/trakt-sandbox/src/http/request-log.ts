/** `GET /sync/history/:type` → how often. */
export type RequestCounts = Readonly<Record<string, number>>;

/** Counts every request that arrives, by method and route template, and every answer by its status, too. */
export class RequestLog {
  readonly #requests = new Map<string, number>();
  readonly #answers = new Map<string, number>();
  #count = 0;

  /** How many requests arrived. */
  get count(): number {
    return this.#count;
  }

  request(method: string, route: string): void {
    this.#count++;
    bump(this.#requests, `${method} ${route}`);
  }

  answer(method: string, route: string, status: number | "lost"): void {
    bump(this.#answers, `${method} ${route} ${status}`);
  }

  clear(): void {
    this.#requests.clear();
    this.#answers.clear();
    this.#count = 0;
  }

  requests(): RequestCounts {
    return Object.fromEntries(this.#requests);
  }

  answers(): RequestCounts {
    return Object.fromEntries(this.#answers);
  }
}

function bump(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
