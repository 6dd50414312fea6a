import { useState } from "react";
import type { KeptSettings } from "./use-settings.ts";

interface KeptForm<Form> {
  /** The settings that the form was filled from. */
  base: KeptSettings;
  typed: Form;
  change(changed: Partial<Form>): void;
  isChanged: boolean;
  /** Begins anew from other settings, and forgets what was typed. */
  start(from: KeptSettings): void;
  /** Notes what the server answered to a save; the settings with their ETag come with the next answer. */
  noteSaved(settings: KeptSettings["settings"]): void;
}

interface FormKind<Form> {
  formOf(settings: KeptSettings["settings"]): Form;
  /** Whether two mean the same settings. */
  isSame(one: Form, other: Form): boolean;
}

/** A form of the person's settings. What comes from elsewhere is shown as long as nothing was typed here, and never over it. */
export function useKeptForm<Form>(kept: KeptSettings, { formOf, isSame }: FormKind<Form>): KeptForm<Form> {
  const [state, setState] = useState(() => ({ base: kept, seen: kept.etag, typed: formOf(kept.settings) }));
  const isChanged = !isSame(state.typed, formOf(state.base.settings));
  const start = (from: KeptSettings): void => setState({ base: from, seen: from.etag, typed: formOf(from.settings) });
  if (kept.etag !== state.seen && !isChanged) start(kept);
  return {
    base: state.base,
    typed: state.typed,
    change: (changed) => setState((now) => ({ ...now, typed: { ...now.typed, ...changed } })),
    isChanged,
    start,
    noteSaved: (settings) => setState((now) => ({ ...now, base: { settings, etag: undefined } })),
  };
}
