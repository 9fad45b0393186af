/** Thrown by a source at its end where it has none of some symbols; what it yielded before stands. */
export class Absent extends Error {
  override readonly name = "Absent";

  constructor(
    readonly symbols: readonly string[],
    message: string
  ) {
    super(message);
  }
}
