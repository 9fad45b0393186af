/** A vendor that could not be reached, refused or spoke nonsense, after all that patience could do. */
export class Outage extends Error {
  override readonly name = "Outage";

  constructor(
    message: string,
    /** Milliseconds after which the vendor says to come again. */
    readonly retryAfter?: number,
    options?: ErrorOptions
  ) {
    super(message, options);
  }
}
