/** Where Trakt, as it was recorded, differs from its official contract, or documents what the contract lacks. */
export const differences: readonly { is: RegExp; why: string }[] = [];
