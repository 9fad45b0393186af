import type {Panel} from "../../../core/base/panel.js";
import {random} from "../../../core/base/random.js";
import type {Bar} from "../../../core/plugin.js";
import {synthetic} from "../../../plugins/sources/synthetic.js";

/** A symbol's bars as JSON, null where a value is missing. */
export interface SymbolJson {
  readonly symbol: string;
  readonly times: readonly number[];
  readonly fields: Readonly<Record<string, readonly (number | null)[]>>;
}

/** What the page computes features over. */
export interface Market {
  readonly id: string;
  readonly name: string;
  readonly synthetic: boolean;
  panel(): Promise<Panel>;
}

/** How many stocks the made-up market has, and how many days. */
const stocks = 30;
const days = 756;

const names: Readonly<Record<string, string>> = {AAPL: "Apple", SPX: "S&P 500"};

/** The real symbols one by one, and a made-up market of several for what compares stocks. */
export function marketsOf(given: readonly SymbolJson[]): readonly Market[] {
  const single = given.map((json): Market => {
    const panel = panelOf(json);
    const {symbol} = json;
    return {id: symbol, name: names[symbol] ?? symbol, synthetic: false, panel: () => Promise.resolve(panel)};
  });
  let drawn: Promise<Panel> | null = null;
  const several: Market = {
    id: "synthetic",
    name: `${stocks} made-up stocks`,
    synthetic: true,
    panel: () => (drawn ??= drawStocks())
  };
  return [...single, several];
}

function panelOf({symbol, times, fields}: SymbolJson): Panel {
  const columns = Object.entries(fields).map(([name, values]) => [
    name,
    Float64Array.from(values, (value) => value ?? NaN)
  ]);
  return {
    times: Float64Array.from(times),
    symbols: [symbol],
    fields: Object.fromEntries(columns) as Record<string, Float64Array>
  };
}

/** The stocks of the source synthetic, drawn in the page: the same in every browser. */
async function drawStocks(): Promise<Panel> {
  const context = {random: random(1), log() {}, progress() {}, signal: new AbortController().signal};
  const query = {from: -Infinity, to: Infinity, timeframe: "1d"} as const;
  const bars: Bar[] = [];
  for await (const item of synthetic({symbols: stocks, rows: days}).bars(query, context))
    if ("close" in item) bars.push(item);
  const times = Float64Array.from(new Set(bars.map(({t}) => t))).sort();
  const symbols = [...new Set(bars.map(({symbol}) => symbol))].sort();
  const rowOf = new Map(Array.from(times, (t, i) => [t, i]));
  const placeOf = new Map(symbols.map((symbol, i) => [symbol, i]));
  const column = (name: "open" | "high" | "low" | "close" | "volume") => {
    const out = new Float64Array(times.length * symbols.length).fill(NaN);
    for (const bar of bars) out[rowOf.get(bar.t)! * symbols.length + placeOf.get(bar.symbol)!] = bar[name];
    return out;
  };
  const fields = {
    open: column("open"),
    high: column("high"),
    low: column("low"),
    close: column("close"),
    volume: column("volume")
  };
  return {times, symbols, fields};
}
