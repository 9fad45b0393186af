import {formatDate} from "../../base/timeframe.js";
import type {Action} from "../../plugin.js";

/** That a ticker meant one company's instrument, `from` ≤ t < `to`, and what this is called now. */
export interface Tenure {
  readonly ticker: string;
  readonly from: number;
  readonly to: number;
  readonly symbol: string;
}

interface Link {
  readonly ticker: string;
  readonly from: number;
  readonly to: number;
  /** What the ticker was changed into at `to`. */
  readonly into?: string;
}

/**
 * Who had which ticker when, of the tickers that were renamed, taken over, delisted or merged into another. A company goes by its latest
 * ticker; where a later company has taken that, by the ticker and the day on which it lost it: `XYZ@2009-06-30`. So a
 * rename does not break a series, and a ticker that is used again does not join two companies. Nor do tickers that became
 * the same one at the same time: which of them goes on is not known then, and each keeps its own.
 *
 * @param times the times of each ticker's bars; a tenure without any is left out
 */
export function tenures(actions: readonly Action[], times: ReadonlyMap<string, ArrayLike<number>>): Tenure[] {
  const links = linksOf(actions);
  const hasBars = ({ticker, from, to}: Link) => {
    return Array.prototype.some.call(times.get(ticker) ?? [], (t: number) => t >= from && t < to);
  };
  const kept = links.filter(hasBars);
  const last = (link: Link, seen: readonly Link[] = []): Link => {
    const isOne = !kept.some((other) => other !== link && other.into === link.into && other.to === link.to);
    const next = links.find(({ticker, from}) => isOne && ticker === link.into && from === link.to);
    return next && !seen.includes(next) ? last(next, [...seen, link]) : link;
  };
  const nameOf = (link: Link) => {
    const taken = links.some((other) => other.ticker === link.ticker && other.from >= link.to && hasBars(other));
    return taken ? `${link.ticker}@${formatDate(link.to)}` : link.ticker;
  };
  return kept.map((link) => ({ticker: link.ticker, from: link.from, to: link.to, symbol: nameOf(last(link))}));
}

function linksOf(actions: readonly Action[]): Link[] {
  const cuts = new Map<string, Map<number, string | undefined>>();
  const cut = (ticker: string, t: number, into?: string) => {
    const own = cuts.get(ticker) ?? new Map<number, string | undefined>();
    own.set(t, into ?? own.get(t));
    cuts.set(ticker, own);
  };
  for (const {action, symbol, t, to} of actions) {
    if (action === "delisting" || action === "merger") cut(symbol, t);
    if (action !== "rename" || to === undefined) continue;
    cut(symbol, t, to);
    cut(to, t);
  }
  return [...cuts].flatMap(([ticker, own]) => {
    const times = [...own.keys()].sort((a, b) => a - b);
    return [...times, Infinity].map((to, i): Link => {
      return {ticker, from: times[i - 1] ?? -Infinity, to, into: own.get(to)};
    });
  });
}
