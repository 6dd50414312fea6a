import { type RefObject, useEffect } from "react";

/** Leads to the first field that is not right, whenever a form was looked at and found so. */
export function useFocusOnTrouble(
  form: RefObject<HTMLElement | null>,
  troubles: Readonly<Record<string, string>>,
): void {
  useEffect(() => {
    if (Object.keys(troubles).length === 0) return;
    const first = form.current?.querySelector('[aria-invalid="true"]');
    if (first instanceof HTMLElement) first.focus();
  }, [form, troubles]);
}
