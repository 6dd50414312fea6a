/** A flow that cannot hold in the cloud, and why. */
export interface OneMachineOnly {
  /** The file of `test/flows`. */
  file: string;
  /** The flow's name; all of the file when left out. */
  flow?: string;
  reason: string;
}

/** Every flow of one machine that is not run over Lambda's handlers: there is no other. */
export const oneMachineOnly: readonly OneMachineOnly[] = [];

/** Why a flow is left out in the cloud; undefined for what runs there. */
export function reasonForOneMachine(path: string, flow: string): string | undefined {
  return oneMachineOnly.find((one) => path.endsWith(`/${one.file}`) && (one.flow === undefined || one.flow === flow))
    ?.reason;
}
