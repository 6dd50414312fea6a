/** Whether trying again can help: never, by the caller's own backoff, or not before a time has passed. */
export type Retry = { kind: "never" } | { kind: "default" } | { kind: "after"; afterMs: number };

export interface ProblemOptions {
  /** `<subject>.<problem>`, stable: programs may match on it. */
  code: string;
  /** What happened. */
  message: string;
  /** What it means for the person, and what to do next. */
  hint?: string;
  retry?: Retry;
  cause?: unknown;
}

/** The one error that Showrunner throws on purpose; anything else is a defect. */
export class Problem extends Error {
  override readonly name: string = "Problem";
  readonly code: string;
  readonly hint: string | undefined;
  readonly retry: Retry;

  constructor(options: ProblemOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.hint = options.hint;
    this.retry = options.retry ?? { kind: "never" };
  }
}

/** The verdict of any thrown value: what we did not foresee may pass, so it is tried again. */
export function retryOf(error: unknown): Retry {
  return error instanceof Problem ? error.retry : { kind: "default" };
}

/** One line that a person can read, of any thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** For the end of a switch over a union: compiles only when every case was handled. */
export function unreachable(value: never): never {
  throw new Problem({ code: "defect.unreachable", message: `unexpected value ${JSON.stringify(value)}` });
}
