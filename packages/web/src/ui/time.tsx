import { systemClock } from "@showrunner/core/clock.ts";
import { createContext, type ReactElement, type ReactNode, useContext, useEffect, useMemo, useReducer } from "react";

interface Times {
  /** The IANA zone in which the person lives. */
  zone: string;
  /** The server's clock: the demo's runs faster than the machine's. */
  now(): number;
}

const machineZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
const TimesContext = createContext<Times>({ zone: machineZone, now: systemClock.now });

interface TimesProviderProps {
  zone: string;
  /** What the server's clock showed when it was read here, and how fast it runs; the machine's own without it. */
  clock?: { serverMs: number; readMs: number; speed: number } | undefined;
  children: ReactNode;
}

/** In whose zone and by whose clock times are told. */
export function TimesProvider({ zone, clock, children }: TimesProviderProps): ReactElement {
  const times = useMemo(
    () => ({
      zone,
      now: () =>
        clock === undefined ? systemClock.now() : clock.serverMs + (systemClock.now() - clock.readMs) * clock.speed,
    }),
    [zone, clock],
  );
  return <TimesContext value={times}>{children}</TimesContext>;
}

export const useZone = (): string => useContext(TimesContext).zone;

/** Now in epoch milliseconds by the server's clock, renewed every `everyMs`. */
export function useNow(everyMs = 30_000): number {
  const { now } = useContext(TimesContext);
  const [, tick] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(tick, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now();
}
