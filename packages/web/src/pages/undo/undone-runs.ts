import type { ReplyOf } from "@showrunner/client/asked.ts";
import { me, useApi } from "../../app/api.ts";

type Undos = ReplyOf<"undo.list">["items"];

/** The runs that were undone each by itself. */
export const undoneRuns = (undos: Pick<Undos[number], "scope">[]): Set<string> =>
  new Set(undos.flatMap(({ scope }) => (scope.what === "run" ? [scope.runId] : [])));

/** The same; undefined until it is known. */
export function useUndoneRuns(): ReadonlySet<string> | undefined {
  const { data } = useApi("undo.list", { path: me });
  return data && undoneRuns(data.items);
}
