import {formatDate} from "../base/timeframe.js";

/** What happens to a feed that is followed, beside its bars. */
export type LiveEvent =
  | {readonly event: "connected"}
  /** `ahead` is by how many milliseconds the venue's clock goes before the one here. */
  | {readonly event: "clock"; readonly ahead: number}
  /** The next connection is tried in `wait` milliseconds. */
  | {readonly event: "lost"; readonly reason: string; readonly wait: number}
  /** Bars were taken from the venue's past, since no connection saw all their trades. */
  | {
      readonly event: "filled";
      readonly symbol: string;
      readonly bars: number;
      readonly from: number;
      readonly to: number;
    }
  /** The venue has no bars of a span, though trades of it were seen. */
  | {readonly event: "missing"; readonly symbol: string; readonly from: number; readonly to: number}
  /** A trade came after its bar was out; the bar is compared with the venue's. */
  | {readonly event: "late"; readonly symbol: string; readonly t: number; readonly count: number}
  | {readonly event: "corrected"; readonly symbol: string; readonly t: number}
  /** The taker is slow: the connection is given up, and what it misses is filled later. */
  | {readonly event: "paused" | "resumed"};

/** An event as a line of the log. */
export function describeEvent(event: LiveEvent): string {
  switch (event.event) {
    case "connected":
      return "connected";
    case "clock":
      return `the clock here is ${seconds(Math.abs(event.ahead))} ${event.ahead > 0 ? "behind" : "ahead of"} the venue's`;
    case "lost":
      return `${event.reason}; again in ${seconds(event.wait)}`;
    case "filled":
      return `filled ${event.bars} of ${event.symbol} from ${time(event.from)} to ${time(event.to)}`;
    case "missing":
      return `missing bars of ${event.symbol} from ${time(event.from)} to ${time(event.to)}: the venue has none`;
    case "late":
      return `a trade of ${event.symbol} at ${time(event.t)} came after its bar; ${event.count} so far`;
    case "corrected":
      return `corrected ${event.symbol} at ${time(event.t)}`;
    case "paused":
      return "paused: the bars are not taken as fast as they come";
    case "resumed":
      return "resumed";
  }
}

function time(t: number): string {
  return `${formatDate(t)} ${new Date(t).toISOString().slice(11, 19)}`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
