import {bookOf} from "../base/book.js";
import type {Panel} from "../base/panel.js";
import {field} from "../base/panel.js";
import {view} from "../base/view.js";
import type {Commission, Fill, Forced, Result, Slippage, Strategy} from "../plugin.js";
import {delistedAfter} from "./broker.js";
import {change} from "./orders/orders.js";
import type {Market, Trading} from "./trading.js";
import {isAlgorithm} from "./trading.js";

/** A trading that needs no event loop: see `isLinear`. */
export interface LinearTrading extends Trading {
  readonly strategy: Strategy;
  readonly slippage: Slippage & Required<Pick<Slippage, "linear">>;
  readonly commission: Commission & Required<Pick<Commission, "linear">>;
}

/**
 * Whether a trading may be simulated by `backtestLinear`: target weights that follow from the view alone, market orders
 * good for one bar at the next open or close, costs that are parts of value and volume, and nothing else that touches the
 * account.
 */
export function isLinear(trading: Trading, {actions = []}: Pick<Market, "actions">): trading is LinearTrading {
  const {strategy, overlays = [], slippage, commission, financing = [], fill, good = "bar", controls, margin} = trading;
  if (isAlgorithm(strategy) || strategy.bookless !== true || strategy.explain || overlays.length > 0) return false;
  if (!slippage.linear || !commission.linear || financing.length > 0 || controls || margin) return false;
  return (fill === "next-open" || fill === "next-close") && good === "bar" && actions.length === 0;
}

/**
 * Trades as the event loop does, with the same fills and the same account to the last bit, without a book, an order or a
 * call for each symbol: the state is a few arrays, and fills are made objects of when they are asked for.
 */
export function backtestLinear(panel: Panel, trading: LinearTrading, market: Market, start: number): Result {
  const {strategy, slippage, commission, fill, delay, shares, delistingReturn = 0} = trading;
  const {rate, share} = slippage.linear;
  const {unit, value} = commission.linear;
  const n = panel.symbols.length;
  const count = panel.times.length - start;
  const close = field(panel, "close");
  const reference = fill === "next-open" ? field(panel, "open") : close;
  const volume = field(panel, "volume");
  const position = new Float64Array(n);
  const price = new Float64Array(n).fill(NaN);
  const absent = new Uint32Array(n);
  const [equity, cashes] = [new Float64Array(count), new Float64Array(count)];
  const [gross, net] = [new Float64Array(count), new Float64Array(count)];
  const fills = fillColumns();
  const ordered = new Float64Array(n);
  const start0 = bookOf({cash: trading.cash, position: new Float64Array(n), price: new Float64Array(n).fill(NaN)});
  const waiting: (Float64Array | null)[] = [];
  let cash = trading.cash;
  let orders = false;
  let unfilled = 0;
  let bankrupt = false;

  for (let i = 0; i < count; ++i) {
    const row = (start + i) * n;
    const t = panel.times[start + i];
    const newDay = i === 0 || Math.floor(t / day) !== Math.floor(panel.times[start + i - 1] / day);
    if (orders) {
      for (let s = 0; s < n; ++s) {
        const quantity = ordered[s];
        if (quantity === 0) continue;
        const at = reference[row + s];
        const traded = volume[row + s];
        const side = quantity > 0 ? 1 : -1;
        if (!(at > 0 && at < Infinity && traded > 0)) {
          ++unfilled;
          continue;
        }
        const cap = share * traded;
        const most = Number.isInteger(quantity) ? Math.floor(cap) : cap;
        const size = Math.min(side * quantity, most);
        if (!(size > 0)) {
          ++unfilled;
          continue;
        }
        const paid = at * (1 + side * rate);
        const fee = size * unit + size * paid * value;
        const units = side * size;
        if (!(price[s] > 0)) price[s] = at;
        cash -= paid * units + fee;
        position[s] += units;
        fills.add(t, s, units, paid, fee, (paid - at) * units, "");
      }
      orders = false;
    }
    for (let s = 0; s < n; ++s) {
      const latest = close[row + s];
      if (latest > 0 && latest < Infinity) {
        price[s] = latest;
        absent[s] = 0;
      } else if ((newDay ? ++absent[s] : absent[s]) >= delistedAfter && position[s] !== 0) {
        shut(t, s, price[s] * (1 + delistingReturn), "delisted");
      }
    }
    let worth = valued();
    if (worth <= 0 && !bankrupt) {
      bankrupt = true;
      for (let s = 0; s < n; ++s) if (position[s] !== 0) shut(t, s, price[s], "bankrupt");
      worth = valued();
    }
    equity[i] = worth;
    cashes[i] = cash;
    for (let s = 0; s < n; ++s) {
      if (position[s] === 0) continue;
      const part = (position[s] * price[s]) / worth;
      gross[i] += Math.abs(part);
      net[i] += part;
    }
    const wanted = strategy.targets(view(panel, start + i), start0);
    if (wanted !== null && wanted.length !== n)
      throw new Error(`invalid targets: ${wanted.length} weights; expected ${n}`);
    waiting.push(wanted);
    const targets = waiting.length > delay ? waiting.shift()! : null;
    if (targets === null || bankrupt) continue;
    for (let s = 0; s < n; ++s) {
      ordered[s] = change(targets[s], worth, price[s], position[s], shares);
      if (ordered[s] !== 0) orders = true;
    }
  }

  function valued(): number {
    let sum = cash;
    for (let s = 0; s < n; ++s) if (position[s] !== 0) sum += position[s] * price[s];
    if (!Number.isFinite(sum)) throw new Error(`invalid equity: ${sum}; prices or positions are beyond numbers`);
    return sum;
  }

  function shut(t: number, s: number, at: number, forced: Forced): void {
    const units = -position[s];
    cash -= at * units;
    position[s] = 0;
    fills.add(t, s, units, at, 0, 0, forced);
  }

  const benchmark = market.benchmark?.slice(start);
  return {
    times: panel.times.slice(start),
    symbols: panel.symbols,
    equity,
    cash: cashes,
    gross,
    net,
    get fills() {
      return fills.list();
    },
    unfilled,
    ...(benchmark && {benchmark}),
    periods: market.periods
  };
}

const day = 86_400_000;

/** Fills as columns that grow, and as objects from the first time that they are asked for. */
function fillColumns() {
  const width = 6;
  let numbers = new Float64Array(width * 1024);
  let count = 0;
  const forced = new Map<number, Forced>();
  let made: readonly Fill[] | null = null;
  return {
    add(
      t: number,
      symbol: number,
      quantity: number,
      price: number,
      commission: number,
      slippage: number,
      why: Forced | ""
    ) {
      const at = width * count;
      if (at === numbers.length) {
        const larger = new Float64Array(2 * at);
        larger.set(numbers);
        numbers = larger;
      }
      numbers[at] = t;
      numbers[at + 1] = symbol;
      numbers[at + 2] = quantity;
      numbers[at + 3] = price;
      numbers[at + 4] = commission;
      numbers[at + 5] = slippage;
      if (why !== "") forced.set(count, why);
      ++count;
    },
    list(): readonly Fill[] {
      made ??= Array.from({length: count}, (_, i) => {
        const [t, symbol, quantity, price, commission, slippage] = numbers.subarray(width * i, width * (i + 1));
        const fill = {t, symbol, quantity, price, commission, slippage};
        const why = forced.get(i);
        return why === undefined ? fill : {...fill, forced: why};
      });
      return made;
    }
  };
}
