/** A flow that does not run in the cloud's world, and why. */
export interface OneMachineOnly {
  /** The file of `test/flows`. */
  file: string;
  /** The flow's name; all of the file when left out. */
  flow?: string;
  reason: string;
}

/**
 * Every flow of one machine that is not run over Lambda's handlers. What cannot hold there is none; the files here stand on no
 * test world, so that nothing of the cloud is in them and they would only run the same twice.
 */
export const oneMachineOnly: readonly OneMachineOnly[] = [
  { file: "api-fuzz.test.ts", reason: "asks the API alone, over SQLite, with no test world" },
  { file: "rules-as-code.test.ts", reason: "keeps and plans rules over SQLite, with no test world" },
];

/** Why a flow is left out in the cloud; undefined for what runs there. */
export function reasonForOneMachine(path: string, flow: string): string | undefined {
  return oneMachineOnly.find((one) => path.endsWith(`/${one.file}`) && (one.flow === undefined || one.flow === flow))
    ?.reason;
}
