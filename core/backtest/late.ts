import type {View} from "../base/view.js";
import type {Algorithm, Desk, Fill, Overlay, Strategy} from "../plugin.js";
import type {Trading} from "./trading.js";
import {isAlgorithm} from "./trading.js";

/** The same trading by what was known a bar before each decision, with the account as it is then. */
export function later(trading: Trading): Trading {
  const {strategy, overlays} = trading;
  const late = isAlgorithm(strategy) ? lateAlgorithm(strategy) : lateStrategy(strategy);
  return {...trading, strategy: late, ...(overlays && {overlays: overlays.map(lateOverlay)})};
}

/** A view of the bar before: what is seen by one who learns everything a bar late. */
function viewBefore(now: View): View {
  return {
    t: now.time(1),
    symbols: now.symbols,
    time: (ago = 0) => now.time(ago + 1),
    has: (name) => now.has(name),
    row: (name, ago = 0) => now.row(name, ago + 1),
    at: (name, symbol, ago = 0) => now.at(name, symbol, ago + 1)
  };
}

/**
 * The same strategy, which decides on what was known a bar before, with its account as it is. A delay of its orders would do
 * more: it would decide again before the orders of its last decision are filled, and trade more for that alone.
 */
function lateStrategy({needs, lookback, bookless, ...strategy}: Strategy): Strategy {
  return {
    needs,
    lookback: lookback + 1,
    ...(bookless !== undefined && {bookless}),
    targets(now, book) {
      const before = viewBefore(now);
      return Number.isNaN(before.t) ? null : strategy.targets(before, book);
    }
  };
}

/** The same overlay, which goes by what was known a bar before. */
function lateOverlay(overlay: Overlay): Overlay {
  const {remember, guards} = overlay;
  return {
    ...(overlay.standing !== undefined && {standing: overlay.standing}),
    adjust: (targets, now, book, memory) => overlay.adjust(targets, viewBefore(now), book, memory),
    ...(remember && {remember: (memory, now, book) => remember.call(overlay, memory, viewBefore(now), book)}),
    ...(guards && {guards: (now, book) => guards.call(overlay, viewBefore(now), book)})
  };
}

/** The same algorithm, given each bar when the next one closes; its account is as it is. */
function lateAlgorithm(algorithm: Algorithm): Algorithm {
  return {
    needs: algorithm.needs,
    lookback: algorithm.lookback + 1,
    begin(desk, symbols) {
      const latest: {view: View | null} = {view: null};
      const handlers = algorithm.begin(lateDesk(desk, latest), symbols);
      return {
        bar(now, book) {
          latest.view = viewBefore(now);
          if (!Number.isNaN(latest.view.t)) handlers.bar?.(latest.view, book);
        },
        filled(fill: Fill, now: View) {
          latest.view = viewBefore(now);
          if (!Number.isNaN(latest.view.t)) handlers.filled?.(fill, latest.view);
        }
      };
    }
  };
}

function lateDesk(desk: Desk, latest: {view: View | null}): Desk {
  return {
    ...desk,
    schedule(rule, action) {
      desk.schedule(rule, (now, book) => {
        latest.view = viewBefore(now);
        if (!Number.isNaN(latest.view.t)) action(latest.view, book);
      });
    },
    history: (name, symbol, bars) => desk.history(name, symbol, bars + 1).subarray(0, bars),
    pipeline(columns, screen) {
      const now = latest.view;
      if (!now) return [];
      const passed = now.row(screen ?? "close");
      return Array.from(passed.keys())
        .filter((symbol) => passed[symbol] > 0)
        .map((symbol) => ({
          symbol,
          values: Object.fromEntries(columns.map((name) => [name, now.at(name, symbol)]))
        }));
    }
  };
}
