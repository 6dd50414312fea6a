/** One thing that was looked at: how it is, and what to do where it is not well. Nothing in it is a secret. */
export interface Finding {
  /** What was looked at, in a word or two; the same however it is. */
  check: string;
  state: "ok" | "warning" | "problem";
  message: string;
  /** What to do. */
  todo?: string;
}

export const ok = (check: string, message: string): Finding => ({ check, state: "ok", message });
export const warning = (check: string, message: string, todo: string): Finding => ({
  check,
  state: "warning",
  message,
  todo,
});
export const problem = (check: string, message: string, todo: string): Finding => ({
  check,
  state: "problem",
  message,
  todo,
});
