/** How far something is that runs from one time to another (ISO 8601), from 0 to 1, and how many minutes are left. */
export function howFar(
  { started_at, expires_at }: { started_at: string; expires_at: string },
  nowMs: number,
): { part: number; minutesLeft: number } {
  const [startMs, endMs] = [Date.parse(started_at), Date.parse(expires_at)];
  const lengthMs = endMs - startMs;
  const part = lengthMs > 0 ? Math.min(1, Math.max(0, (nowMs - startMs) / lengthMs)) : 1;
  return { part, minutesLeft: Math.max(0, Math.ceil((endMs - Math.max(nowMs, startMs)) / 60_000)) };
}
