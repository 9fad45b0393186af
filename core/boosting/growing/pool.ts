/** Places for the histograms of leaves. Where all are taken, whoever needs one gives up another's: that is then made anew. */
export interface Pool {
  /** A place that nobody has, or −1. */
  take(): number;
  give(place: number): void;
}

export function makePool(start: number, bytes: number, each: number): Pool {
  const free: number[] = [];
  const count = Math.floor(bytes / each);
  let fresh = 0;
  return {
    take: () => free.pop() ?? (fresh < count ? start + fresh++ * each : -1),
    give: (place) => void free.push(place)
  };
}
