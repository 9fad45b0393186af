import type {Panel} from "../base/panel.js";
import {field} from "../base/panel.js";
import type {View} from "../base/view.js";
import {view} from "../base/view.js";
import type {Algorithm, Book, Overlay, Strategy} from "../plugin.js";
import type {Trading} from "./trading.js";
import {isAlgorithm} from "./trading.js";

/** What decides from a row on, until the next stretch begins. */
export interface Stretch {
  /** The row on whose close it decides first. */
  readonly from: number;
  /** What it sees: the rows of the panel that is traded, whose other fields may differ. */
  readonly panel: Panel;
  readonly trading: Pick<Trading, "strategy" | "overlays">;
}

/**
 * A strategy and overlays that are those of another stretch from each of its rows on: one account, whose parameters
 * change on its way. Positions stay as they are where a stretch begins, and the first thing that it wants is traded from
 * what is held. Overlays that differ between stretches forget there what they remembered.
 *
 * An algorithm keeps state and could not make sense of what another left: where its stretch begins, waiting orders are
 * cancelled and positions closed by market orders, and it begins on the first bar on which none of these waits.
 *
 * @param panel what is traded
 * @param stretches in the order of their rows; nothing is decided before the first
 */
export function switching(panel: Panel, stretches: readonly Stretch[]): Pick<Trading, "strategy" | "overlays"> {
  for (const {panel: seen, trading} of stretches) for (const name of trading.strategy.needs) field(seen, name);
  const at = finder(panel, stretches);
  const strategies = stretches.flatMap(({trading: {strategy}}) => (isAlgorithm(strategy) ? [] : [strategy]));
  const algorithms = stretches.flatMap(({trading: {strategy}}) => (isAlgorithm(strategy) ? [strategy] : []));
  if (algorithms.length === 0) return {strategy: strategyOf(strategies, at), overlays: overlaysOf(stretches, at)};
  if (strategies.length > 0)
    throw new Error("invalid strategies: some give orders and some weights; an account has one kind");
  if (stretches.some((stretch) => stretch.panel !== stretches[0].panel))
    throw new Error("invalid panels: algorithms see several; those of one account see one");
  return {strategy: algorithmOf(algorithms, at)};
}

type Finder = (now: View) => {readonly place: number; readonly seen: View};

/** Finds the stretch of a row, −1 before the first, and the row as the stretch sees it. */
function finder(panel: Panel, stretches: readonly Stretch[]): Finder {
  const {times} = panel;
  let known: {readonly now: View; readonly found: ReturnType<Finder>} | null = null;
  return (now) => {
    if (known?.now === now) return known.found;
    let [low, high] = [0, times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (times[middle] < now.t) low = middle + 1;
      else high = middle;
    }
    const place = stretches.findLastIndex(({from}) => from <= low);
    const other = place >= 0 && stretches[place].panel !== panel;
    const found = {place, seen: other ? view(stretches[place].panel, low) : now};
    known = {now, found};
    return found;
  };
}

function strategyOf(strategies: readonly Strategy[], at: Finder): Strategy {
  const explains = strategies.some(({explain}) => explain);
  return {
    needs: [],
    lookback: 0,
    bookless: strategies.every(({bookless}) => bookless === true),
    targets(now, book) {
      const {place, seen} = at(now);
      return place < 0 ? null : strategies[place].targets(seen, book);
    },
    ...(explains && {
      explain(now: View, book: Book) {
        const {place, seen} = at(now);
        return (place < 0 ? undefined : strategies[place].explain?.(seen, book)) ?? {};
      }
    })
  };
}

/** One overlay for each place in the stretches' lists. */
function overlaysOf(stretches: readonly Stretch[], at: Finder): readonly Overlay[] {
  const lists = stretches.map(({trading: {overlays = []}}) => overlays);
  if (lists.some(({length}) => length !== lists[0].length))
    throw new Error("invalid overlays: some stretches have more than others; one account has as many all the way");
  return lists[0].map((first, j) => {
    const each = lists.map((list) => list[j]);
    if (each.every((overlay) => overlay === first) && stretches.every(({panel}) => panel === stretches[0].panel))
      return first;
    if (each.some(({standing = false}) => standing !== (first.standing ?? false)))
      throw new Error("invalid overlays: one stands in some stretches alone; one account has the same all the way");
    let last = -1;
    return {
      ...("name" in first && {name: first.name}),
      ...(first.standing === true && {standing: true}),
      adjust(targets, now, book, memory) {
        const {place, seen} = at(now);
        return each[Math.max(0, place)].adjust(targets, seen, book, memory);
      },
      ...(each.some(({remember}) => remember) && {
        remember(memory: Float64Array | null, now: View, book: Book) {
          const {place, seen} = at(now);
          const before = place === last ? memory : null;
          last = place;
          return each[Math.max(0, place)].remember?.(before, seen, book) ?? none;
        }
      }),
      guards(now, book) {
        const {place, seen} = at(now);
        return each[Math.max(0, place)].guards?.(seen, book) ?? [];
      },
      explain(targets, adjusted, now, memory) {
        const {place, seen} = at(now);
        return each[Math.max(0, place)].explain?.(targets, adjusted, seen, memory) ?? null;
      }
    } satisfies Overlay;
  });
}

const none = new Float64Array(0);

function algorithmOf(algorithms: readonly Algorithm[], at: Finder): Algorithm {
  return {
    needs: [],
    lookback: 0,
    begin(desk, symbols) {
      let wanted = -1;
      let active = -1;
      /** Which algorithm acts on this bar, −1 for none; hands the account over where a stretch begins. */
      const step = (now: View, {position}: Book): number => {
        const {place} = at(now);
        if (place !== wanted) {
          [wanted, active] = [place, -1];
          for (const {id} of desk.openOrders()) desk.cancel(id);
          for (let s = 0; s < position.length; ++s) if (position[s] !== 0) desk.orderTarget(s, 0, {tag: "handover"});
        }
        if (active !== wanted && desk.openOrders().length === 0) active = wanted;
        return active;
      };
      const handlers = algorithms.map((algorithm, k) =>
        algorithm.begin(
          {
            ...desk,
            schedule(rule, action) {
              desk.schedule(rule, (now, book) => {
                if (step(now, book) === k) action(now, book);
              });
            }
          },
          symbols
        )
      );
      return {
        bar(now, book) {
          const place = step(now, book);
          if (place >= 0) handlers[place].bar?.(now, book);
        },
        filled(fill, now) {
          if (active >= 0) handlers[active].filled?.(fill, now);
        }
      };
    }
  };
}
