import type { Option } from "../../ui/text-input.tsx";

/** Every zone that this browser knows; one that it does not know, but that was set, is among them. */
export function zoneOptions(known: readonly string[], ...others: readonly string[]): Option[] {
  const names = new Set([...known, ...others.filter((name) => name !== "")]);
  return [...names].toSorted().map((value) => ({ value, label: value.replaceAll("_", " ") }));
}

export const browserZones = (): string[] => Intl.supportedValuesOf("timeZone");

/** Whether this browser can show times there. */
export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).format(0) !== "";
  } catch {
    return false;
  }
}
