/** The length of a bar: minutes, hours, days, weeks or calendar months. */
export const timeframes = ["1m", "5m", "15m", "30m", "1h", "4h", "1d", "1w", "1mo"] as const;
export type Timeframe = (typeof timeframes)[number];

/** `2020-01-31`, or with a time `2020-01-31T09:30:00Z`, as epoch milliseconds UTC. Throws where it is no date. */
export function parseDate(text: string): number {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?Z?)?$/.exec(text);
  if (match) {
    const [year, month, day, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((part) => Number(part ?? 0));
    const t = Date.UTC(year, month - 1, day, hour, minute, second, Number((match[7] ?? "0").padEnd(3, "0")));
    const back = new Date(t);
    if (
      back.getUTCFullYear() === year &&
      back.getUTCMonth() === month - 1 &&
      back.getUTCDate() === day &&
      hour < 24 &&
      minute < 60 &&
      second < 60
    )
      return t;
  }
  throw new Error(`invalid date: ${text}; write 2020-01-31 or 2020-01-31T09:30:00Z`);
}

/** The UTC date of an instant: `2020-01-31`. */
export function formatDate(t: number): string {
  return new Date(t).toISOString().slice(0, 10);
}
