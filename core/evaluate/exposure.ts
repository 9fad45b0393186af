/** What an account has in the market on each bar, as fractions of its equity. */
export interface Exposure {
  /** Long positions. */
  readonly long: Float64Array;
  /** Short positions, negative. */
  readonly short: Float64Array;
  /** long + short. */
  readonly net: Float64Array;
  /** long − short: gross exposure, which is also called leverage. */
  readonly leverage: Float64Array;
}

/** A result's exposure bar by bar. */
export function exposure({gross, net}: {readonly gross: Float64Array; readonly net: Float64Array}): Exposure {
  return {
    long: gross.map((value, i) => (value + net[i]) / 2),
    short: gross.map((value, i) => (net[i] - value) / 2),
    net: net.slice(),
    leverage: gross.slice()
  };
}
