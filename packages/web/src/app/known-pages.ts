import { createContext, useContext } from "react";

/** Whether there is a page at a path; the shell does not know the pages itself, which know the shell. */
export const KnownPages = createContext<(path: string) => boolean>(() => true);

export const useHasPage = (): ((path: string) => boolean) => useContext(KnownPages);
