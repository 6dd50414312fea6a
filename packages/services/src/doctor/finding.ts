/** One thing that was looked at: how it is, and what to do where it is not well. Nothing in it is a secret. */
export interface Finding {
  /** What was looked at, in a word or two; the same however it is. */
  check: string;
  state: "ok" | "warning" | "problem";
  message: string;
  /** What to do. */
  remedy?: string;
}

export const ok = (check: string, message: string): Finding => ({ check, state: "ok", message });
export const warning = (check: string, message: string, remedy: string): Finding => ({
  check,
  state: "warning",
  message,
  remedy,
});
export const problem = (check: string, message: string, remedy: string): Finding => ({
  check,
  state: "problem",
  message,
  remedy,
});
