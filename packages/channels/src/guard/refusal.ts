/** Thrown where the guard says no to a place. Its message is for operators only. */
export class GuardRefusal extends Error {
  override readonly name = "GuardRefusal";
}
