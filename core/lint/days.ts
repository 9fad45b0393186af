/** What an account earned over spans of days. */
export interface Span {
  /** The span's name: a date such as `2016-03-01`, or a month such as `2016-03`. */
  readonly name: string;
  /** The sum of the simple returns of its bars. */
  readonly earned: number;
}

/** The number of the UTC day of an instant. */
export function dayNumber(t: number): number {
  return Math.floor(t / 86_400_000);
}

/**
 * Returns added up by the UTC dates of their bars, or by calendar months. Sums, not products: what is earned late, when
 * there is more to earn with, counts as much as what is earned early.
 *
 * @param times of the returns' bars
 */
export function earnedBy(times: ArrayLike<number>, returns: ArrayLike<number>, span: "day" | "month"): readonly Span[] {
  const spans: {name: string; earned: number}[] = [];
  let day = NaN;
  for (let i = 0; i < returns.length; ++i) {
    if (dayNumber(times[i]) !== day) {
      day = dayNumber(times[i]);
      const name = new Date(times[i]).toISOString().slice(0, span === "day" ? 10 : 7);
      if (name !== spans.at(-1)?.name) spans.push({name, earned: 0});
    }
    spans[spans.length - 1].earned += returns[i];
  }
  return spans;
}
